/// Interactive connectivity establishment: ICE-lite and a small controlling agent (RFC 8445),
/// consent (RFC 7675).
package weir.ice;
