/// What one viewer gets of a stream: one source after the other, made to look like a single one
/// (RFC 3550 §5.1 and §6.4.1, RFC 7160), in the layers that its path carries; and why it may see
/// nothing of it.
package weir.forward;
