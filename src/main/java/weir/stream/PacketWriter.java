package weir.stream;

import io.netty.buffer.ByteBuf;

import weir.congestion.Pacer;
import weir.forward.LayerForwarder;
import weir.forward.MediaPacket;
import weir.forward.Rewriter;
import weir.peer.SendingSide;
import weir.rtp.RtpPacket;
import weir.transport.PeerDriver;

/// Writes packets for one viewer where they are sent from, and counts them. Owned by its
/// [Subscriber].
final class PacketWriter {
    /// A fixed header, and an extension of two-byte elements: the longest dependency descriptor, a
    /// transport-wide sequence number, and padding.
    private static final int HEADER_LENGTH_MAX = 12 + 4 + 4 + 257 + 3;

    private final PeerDriver driver;
    private final Pacer pacer;
    private boolean written;

    PacketWriter(PeerDriver driver, Pacer pacer) {
        this.driver = driver;
        this.pacer = pacer;
    }

    /// @param packet lent
    void writeAudio(SubscriberTrack track, MediaPacket packet, long nowNanos) {
        int payloadType = track.payloadType(packet);
        if (payloadType == SubscriberTrack.NOT_FORWARDED) {
            return;
        }
        ByteBuf output = begin(packet);
        int index = output.writerIndex();
        int length = track.rewriter().write(packet.rtp(), packet.descriptor(), payloadType, output);
        end(track, index, length, nowNanos);
    }

    /// @param packet lent
    /// @return whether anything was written
    boolean writeVideo(
            SubscriberTrack track, LayerForwarder forwarder, MediaPacket packet, long nowNanos) {
        int payloadType = track.payloadType(packet);
        if (payloadType == SubscriberTrack.NOT_FORWARDED) {
            return false;
        }
        ByteBuf output = begin(packet);
        int index = output.writerIndex();
        int length =
                forwarder.write(
                        packet.rtp(),
                        packet.descriptor(),
                        packet.dependencies(),
                        payloadType,
                        output);
        end(track, index, length, nowNanos);
        return length != Rewriter.DROPPED;
    }

    private ByteBuf begin(MediaPacket packet) {
        return driver.sending().begin(lengthMax(packet));
    }

    private static int lengthMax(MediaPacket packet) {
        RtpPacket rtp = packet.rtp();
        return rtp.payloadLength() + HEADER_LENGTH_MAX;
    }

    private void end(SubscriberTrack track, int index, int length, long nowNanos) {
        if (length != Rewriter.DROPPED) {
            driver.sending().seal(track.media(), index);
            pacer.onSent(length, nowNanos);
            written = true;
        }
    }

    /// What was sent before, again: as a retransmission where that was agreed on, otherwise byte
    /// for byte, since anything else would reuse a nonce.
    ///
    /// @param packet         lent
    /// @param sequenceNumber as the viewer knows it
    void writeAudioAgain(
            SubscriberTrack track, MediaPacket packet, int sequenceNumber, long nowNanos) {
        ByteBuf output = driver.sending().beginAgain(lengthMax(packet));
        int index = output.writerIndex();
        int length =
                track.rewriter()
                        .writeAgain(packet.rtp(), packet.descriptor(), sequenceNumber, output);
        endAgain(track, index, length, nowNanos);
    }

    /// As [#writeAudioAgain].
    void writeVideoAgain(
            SubscriberTrack track,
            LayerForwarder forwarder,
            MediaPacket packet,
            int sequenceNumber,
            long nowNanos) {
        ByteBuf output = driver.sending().beginAgain(lengthMax(packet));
        int index = output.writerIndex();
        int length =
                forwarder.writeAgain(
                        packet.rtp(),
                        packet.descriptor(),
                        packet.dependencies(),
                        sequenceNumber,
                        output);
        endAgain(track, index, length, nowNanos);
    }

    private void endAgain(SubscriberTrack track, int index, int length, long nowNanos) {
        SendingSide sending = driver.sending();
        if (length == Rewriter.DROPPED) {
            sending.cancelAgain();
            return;
        }
        sending.sealAgain(track.media(), index);
        pacer.onSent(length, nowNanos);
        written = true;
    }

    /// All that was written is on its way.
    void flush() {
        if (written) {
            written = false;
            if (driver.sending().tellsBandwidth()) {
                driver.sending().onFlushed(System.nanoTime());
            }
        }
    }
}
