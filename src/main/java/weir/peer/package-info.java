/// One WebRTC peer ([Peer]), composed of the protocol parts below it: its path and keys, what it
/// sends us ([ReceivingSide]) and what it is sent ([SendingSide]). Sans-IO.
package weir.peer;
