/// The certificate that HTTPS shows: from files, which may change while the node runs, or made
/// here.
package weir.tls;
