/// One WebRTC peer, composed of the protocol parts below it; sans-IO.
package weir.peer;
