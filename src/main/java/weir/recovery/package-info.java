/// Getting over loss: asking again, answering who asks, and telling how much was lost (RFC 4585,
/// RFC 4588, RFC 3550 appendix A).
package weir.recovery;
