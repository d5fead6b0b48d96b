package weir.codec;

import io.netty.buffer.ByteBuf;

import weir.wire.MalformedPacketException;

import java.util.Optional;

/// What the beginning of a key frame says of the pictures from there on, whatever was announced in
/// SDP. A value.
///
/// @param width      in pixels, 0 if it does not say it
/// @param height     in pixels, 0 if it does not say it
/// @param parameters what `a=fmtp` would have to say of them, such as `profile-level-id=42e01f`
///     (RFC 6184 §8.1), `profile-id=1;tier-flag=0;level-id=93` (RFC 7798 §7.1), `profile-id=0`
///     (RFC 9628 §6.1) or `profile=0;level-idx=5;tier=0` (AV1 RTP §7.2); empty if nothing is known
/// @param reorderMax how many pictures may come before one that is shown before them: B-frames;
///     0 if none or not known (only H.265 is asked)
public record KeyFrameFacts(int width, int height, String parameters, int reorderMax) {
    private static final int H264_SEQUENCE_PARAMETER_SET = 7;
    private static final int H265_SEQUENCE_PARAMETER_SET = 33;

    /// Reads the payload where it stands, and moves nothing. Meant for each packet: one that does
    /// not start a key frame costs nothing.
    ///
    /// @param descriptor of this payload
    /// @param bytes      lent
    /// @param index      absolute, of the payload's first byte
    /// @param length     bytes of the payload without padding, all of them within the buffer
    /// @return empty if the packet says nothing, or nothing that can be read: it is forwarded as
    ///     it is, and a decoder may know better
    public static Optional<KeyFrameFacts> read(
            PayloadDescriptor descriptor, ByteBuf bytes, int index, int length) {
        if (!descriptor.startsKeyFrame()) {
            return Optional.empty();
        }
        try {
            return switch (descriptor) {
                case Vp8Descriptor vp8 -> ofSize(vp8.width(), vp8.height());
                case Vp9Descriptor vp9 -> readVp9(vp9, bytes, index, length);
                case H264Descriptor _ -> readH264(new NalUnits(bytes, index, length, false), bytes);
                case H265Descriptor _ -> readH265(new NalUnits(bytes, index, length, true), bytes);
                case Av1Descriptor av1 -> readAv1(av1, bytes, index, length);
                case PayloadDescriptor.Opaque _, RedDescriptor _, PayloadDescriptor.Empty _ ->
                        Optional.empty();
            };
        } catch (MalformedPacketException _) {
            return Optional.empty();
        }
    }

    private static Optional<KeyFrameFacts> ofSize(int width, int height) {
        return width == 0 || height == 0
                ? Optional.empty()
                : Optional.of(new KeyFrameFacts(width, height, "", 0));
    }

    /// The frame is the lowest spatial layer of its picture: the structure, if there is one, says
    /// how large the highest is.
    private static Optional<KeyFrameFacts> readVp9(
            Vp9Descriptor vp9, ByteBuf bytes, int index, int length)
            throws MalformedPacketException {
        Vp9KeyFrameHeader header =
                Vp9KeyFrameHeader.read(bytes, index + vp9.length(), length - vp9.length());
        int top = vp9.structure().spatialLayers() - 1;
        int width = vp9.structure().width(top);
        int height = vp9.structure().height(top);
        boolean sized = width != 0 && height != 0;
        return Optional.of(
                new KeyFrameFacts(
                        sized ? width : header.size().width(),
                        sized ? height : header.size().height(),
                        "profile-id=" + header.profile(),
                        0));
    }

    private static Optional<KeyFrameFacts> readH264(NalUnits units, ByteBuf bytes)
            throws MalformedPacketException {
        while (units.next()) {
            if (units.type() == H264_SEQUENCE_PARAMETER_SET) {
                var sps = H264SequenceParameters.read(bytes, units.index(), units.end());
                String parameters = "profile-level-id=%06x".formatted(sps.profileLevelId());
                return Optional.of(of(sps.size(), parameters, 0));
            }
        }
        return Optional.empty();
    }

    private static Optional<KeyFrameFacts> readH265(NalUnits units, ByteBuf bytes)
            throws MalformedPacketException {
        while (units.next()) {
            if (units.type() == H265_SEQUENCE_PARAMETER_SET) {
                var sps = H265SequenceParameters.read(bytes, units.index(), units.end());
                String parameters =
                        "profile-id=%d;tier-flag=%d;level-id=%d"
                                .formatted(sps.profile(), sps.tier(), sps.level());
                return Optional.of(of(sps.size(), parameters, sps.reorderMax()));
            }
        }
        return Optional.empty();
    }

    private static Optional<KeyFrameFacts> readAv1(
            Av1Descriptor av1, ByteBuf bytes, int index, int length)
            throws MalformedPacketException {
        long found = av1.sequenceHeader(bytes, index, length);
        if (found == Av1Descriptor.NONE) {
            return Optional.empty();
        }
        var header = Av1SequenceHeader.read(bytes, (int) (found >> 32), (int) found);
        String parameters =
                "profile=%d;level-idx=%d;tier=%d"
                        .formatted(header.profile(), header.level(), header.tier());
        return Optional.of(of(header.size(), parameters, 0));
    }

    private static KeyFrameFacts of(PictureSize size, String parameters, int reorderMax) {
        return new KeyFrameFacts(size.width(), size.height(), parameters, reorderMax);
    }
}
