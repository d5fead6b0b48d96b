/// STUN messages as ICE uses them: binding requests and their responses (RFC 8489, RFC 8445 §16).
///
/// Knows what the bytes say and whether a key signed them, not what to do about it: `weir.ice` does.
package weir.stun;
