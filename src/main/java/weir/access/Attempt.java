package weir.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// That somebody wants to do something. A value; its text holds no token.
///
/// @param anyOf          of these one must be allowed
/// @param stream         with which; empty for all of them
/// @param ofSession      whether it is asked by the URL of a session that is there already
/// @param authorizations the values of `Authorization`
/// @param queryToken     the URL's `token`
/// @param remoteAddress  of who asks
/// @param query          the URL's parameters, without its token
public record Attempt(
        Set<Action> anyOf,
        Optional<String> stream,
        boolean ofSession,
        List<String> authorizations,
        Optional<String> queryToken,
        String remoteAddress,
        Map<String, String> query) {

    @Override
    public String toString() {
        return "attempt of " + remoteAddress + " on " + stream + " to " + anyOf;
    }
}
