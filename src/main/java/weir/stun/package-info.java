/// STUN messages as ICE uses them: binding requests and their responses (RFC 8489, RFC 8445 §16).
///
/// Knows what the bytes say and whether a key signed them; what to do about it, `weir.ice` knows.
package weir.stun;
