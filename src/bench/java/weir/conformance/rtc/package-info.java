/// A WebRTC client that does what a rule needs: it connects, sends, receives, restarts ICE, falls
/// silent, and tells when the server has hung up.
package weir.conformance.rtc;
