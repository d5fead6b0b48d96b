package weir.sdp;

import java.util.List;

/// A session description (RFC 8866 §5), as far as WebRTC has a use for it: the lines i u e p r z k
/// are read over, and b at session level. A value.
///
/// @param origin     the six fields of `o=`
/// @param name       `s=`
/// @param connection `c=` at session level, empty if there is none
/// @param timing     `t=`, the first where there are several
public record SessionDescription(
        String origin,
        String name,
        String connection,
        String timing,
        List<Attribute> attributes,
        List<MediaDescription> media)
        implements DescriptionLevel {

    public SessionDescription {
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
        SdpText.require(SdpText.words(origin).size() == 6, SdpRule.ORIGIN_INVALID.clause());
        SdpText.require(
                SdpText.isOneLine(origin)
                        && SdpText.isOneLine(name)
                        && SdpText.isOneLine(connection)
                        && SdpText.isOneLine(timing),
                "a description's text has no line break");
    }
}
