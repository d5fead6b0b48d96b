/// The rules of WHIP (RFC 9725), WHEP and its extensions as tests that speak only HTTP and UDP, for
/// any server; and those of a cluster, for any that has several addresses.
package weir.conformance;
