/// What an SFU must see in a payload: where a decoder can start and with which parameter sets, the
/// numbers of pictures and layers, their size and profile (RFC 7741, RFC 9628, RFC 6184, RFC 7798,
/// the AV1 RTP payload format).
package weir.codec;
