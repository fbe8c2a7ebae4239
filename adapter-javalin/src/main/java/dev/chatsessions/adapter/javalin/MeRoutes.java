package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.PageCursor;
import dev.chatsessions.PageRequest;
import dev.chatsessions.TokenId;
import dev.chatsessions.identity.Identity;
import dev.chatsessions.identity.Permission;
import dev.chatsessions.link.DeviceLink;
import dev.chatsessions.presence.Participant;
import dev.chatsessions.session.Session;
import dev.chatsessions.session.SessionDetails;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What is the caller's own: {@code /me}. */
final class MeRoutes {

    private static final int USUAL_PAGE = 50;

    private final ChatSessions chat;

    MeRoutes(ChatSessions chat) {
        this.chat = chat;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/me", Access.CALLERS, this::me),
                Route.get("/me/sessions", Access.CALLERS, this::sessions),
                Route.get("/me/export", Access.CALLERS, this::export),
                Route.delete("/me", Access.CALLERS, this::erase));
    }

    private void me(Call call) {
        call.json(200, Me.from(call.visitor(), omiLinks(call.caller())));
    }

    /** Nothing for who has none of his own, or may not read them. */
    private List<DeviceLink> omiLinks(Caller caller) {
        var reads = caller instanceof Caller.User && caller.may(Permission.READ);
        return reads
                ? chat.links()
                        .list(caller, Optional.of(LinkRoutes.OMI), PageRequest.first(USUAL_PAGE))
                        .items()
                : List.of();
    }

    private void export(Call call) {
        call.user();
        call.lines(lines -> chat.transfers().export(call.caller(), lines));
    }

    private void erase(Call call) {
        call.json(202, ErasureJson.from(chat.erasures().erase(call.caller(), call.user())));
    }

    private void sessions(Call call) {
        var parameters = call.parameters();
        var status = parameters.word("status", SessionStatus.class).map(Set::of).orElse(Set.of());
        var filter = new SessionFilter(parameters.word("kind", SessionKind.class), status);
        var page = parameters.page(
                "cursor", USUAL_PAGE, request -> chat.sessions().listOf(call.caller(), call.user(), filter, request));
        var ids = page.items().stream().map(Session::id).toList();
        var details = chat.sessions().details(call.caller(), ids);
        var there = chat.presence().list(call.caller(), ids);
        call.json(
                200,
                new Sessions(
                        page.items().stream()
                                .map(session -> OwnSession.from(
                                        session,
                                        details.getOrDefault(session.id(), SessionDetails.NONE),
                                        there.getOrDefault(session.id(), List.of())))
                                .toList(),
                        page.next().map(PageCursor::value)));
    }

    /** @param ok as the clients of the document ask for */
    record Me(
            boolean ok,
            String userId,
            String role,
            Optional<String> tokenId,
            Optional<Instant> expiresAt,
            List<OmiLink> omiLinks) {
        static Me from(Visitor visitor, List<DeviceLink> links) {
            return new Me(
                    true,
                    name(visitor.caller()),
                    role(visitor.caller()),
                    visitor.identity().flatMap(Identity::token).map(TokenId::toString),
                    visitor.identity().flatMap(Identity::expiresAt),
                    links.stream().map(OmiLink::from).toList());
        }

        /** A caller's key is its role and its name. */
        private static String role(Caller caller) {
            return caller.key().substring(0, caller.key().indexOf(':'));
        }

        private static String name(Caller caller) {
            return caller.key().substring(caller.key().indexOf(':') + 1);
        }
    }

    /** As the clients of the document know it. */
    record OmiLink(
            @JsonProperty("omiUserId") String omiUserId,
            @JsonProperty("isVerified") boolean verified,
            @JsonProperty("verifiedAt") Instant verifiedAt) {
        static OmiLink from(DeviceLink link) {
            return new OmiLink(link.device().uid(), true, link.linkedAt());
        }
    }

    record Sessions(List<OwnSession> items, Optional<String> nextCursor) {}

    /** With what its host calls it and counts in it, and who is there. */
    record OwnSession(
            @JsonUnwrapped SessionJson session,
            Map<String, String> labels,
            Map<String, Long> counters,
            List<ParticipantJson> clients) {
        static OwnSession from(Session session, SessionDetails details, List<Participant> there) {
            return new OwnSession(
                    SessionJson.from(session),
                    details.labels(),
                    details.counters(),
                    there.stream().map(ParticipantJson::from).toList());
        }
    }
}
