package weir.forward;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

import weir.codec.DependencyDescriptor;
import weir.codec.DependencyDescriptorWriter;
import weir.rtp.ExtensionMap;
import weir.rtp.HeaderExtension;
import weir.rtp.TransportSequenceExtension;

/// Writes the header extension of what one viewer is sent (RFC 8285): one-byte headers where they
/// do, two-byte headers where an element is longer than 16 bytes or has an id above 14.
///
/// The transport-wide sequence number stands first, and is left 0: it is given when the packet is
/// sealed, anew each time, so that no packet which carries one is ever sealed with an index twice.
/// Owned by a [SentMedia].
final class HeaderExtensionWriter {
    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;
    private static final int ONE_BYTE_ID_MAX = 14;
    private static final int ONE_BYTE_LENGTH_MAX = 16;
    private static final int SEQUENCE_LENGTH = 2;

    private final int sequenceId;
    private final int dependencyId;
    private final DependencyDescriptorWriter dependencyWriter = new DependencyDescriptorWriter();
    private ByteBuf element = Unpooled.EMPTY_BUFFER;

    /// @param ids those of the viewer
    HeaderExtensionWriter(ExtensionMap ids) {
        sequenceId = ids.id(HeaderExtension.TRANSPORT_SEQUENCE_NUMBER);
        dependencyId = ids.id(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    }

    /// Whether a packet has a header extension.
    boolean hasAny(DependencyDescriptor dependencies) {
        return sequenceId != ExtensionMap.ABSENT
                || dependencyId != ExtensionMap.ABSENT && dependencies.isKnown();
    }

    /// Appends the extension of a packet that has any.
    void write(Run run, long output, DependencyDescriptor dependencies, ByteBuf buffer) {
        if (dependencyId != ExtensionMap.ABSENT && dependencies.isKnown()) {
            describe(run, output, dependencies);
            writeBoth(buffer);
        } else {
            TransportSequenceExtension.write(buffer, sequenceId);
        }
    }

    private void describe(Run run, long output, DependencyDescriptor dependencies) {
        if (element.capacity() == 0) {
            element = Unpooled.buffer(DependencyDescriptorWriter.LENGTH_MAX);
        }
        element.clear();
        int offset = run.pictureOffsets.frameNumber;
        if (run.activeTargets == Rewriter.EVERY_TARGET) {
            dependencyWriter.write(dependencies, offset, element);
        } else {
            dependencyWriter.write(
                    dependencies, offset, run.activeTargets, output == run.startOutput, element);
        }
    }

    private void writeBoth(ByteBuf buffer) {
        boolean twoByte =
                element.readableBytes() > ONE_BYTE_LENGTH_MAX
                        || sequenceId > ONE_BYTE_ID_MAX
                        || dependencyId > ONE_BYTE_ID_MAX;
        int start = buffer.writerIndex();
        buffer.writeShort(twoByte ? TWO_BYTE_PROFILE : ONE_BYTE_PROFILE).writeShort(0);
        if (sequenceId != ExtensionMap.ABSENT) {
            writeHead(sequenceId, SEQUENCE_LENGTH, twoByte, buffer);
            buffer.writeShort(0);
        }
        writeHead(dependencyId, element.readableBytes(), twoByte, buffer);
        buffer.writeBytes(element);
        int length = buffer.writerIndex() - start - 4;
        int words = (length + 3) / 4;
        buffer.writeZero(4 * words - length);
        buffer.setShort(start + 2, words);
    }

    private static void writeHead(int id, int length, boolean twoByte, ByteBuf buffer) {
        if (twoByte) {
            buffer.writeByte(id).writeByte(length);
        } else {
            buffer.writeByte(id << 4 | length - 1);
        }
    }
}
