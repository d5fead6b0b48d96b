/// Interactive connectivity establishment: ICE-lite and a small controlling agent (RFC 8445),
/// consent (RFC 7675). Nobody is sent media who did not complete a handshake or answer a check at
/// the IP address that they go to.
package weir.ice;
