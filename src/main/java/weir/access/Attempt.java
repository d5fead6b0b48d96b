package weir.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// That somebody wants to do something. A value; its text holds no token.
///
/// @param anyOf          of these one must be allowed
/// @param stream         with which; empty for all of them
/// @param ofSession      whether it is asked by the URL of a session that is there already
/// @param ofForeignPage  whether a browser asks it for a page of others, and it changes something
/// @param authorizations the values of `Authorization`
/// @param queryToken     the URL's `token`
/// @param remoteAddress  of who asks
/// @param query          the URL's parameters, without its token
public record Attempt(
        Set<Action> anyOf,
        Optional<String> stream,
        boolean ofSession,
        boolean ofForeignPage,
        List<String> authorizations,
        Optional<String> queryToken,
        String remoteAddress,
        Map<String, String> query) {

    /// Whether a page of others would manage, which takes a token of its own.
    boolean isForeignManagement() {
        return ofForeignPage && anyOf.equals(EnumSet.of(Action.MANAGE));
    }

    @Override
    public String toString() {
        return "attempt of " + remoteAddress + " on " + stream + " to " + anyOf;
    }
}
