package dev.chatsessions.examples.sharedsession;

import dev.chatsessions.Caller;
import dev.chatsessions.RequestKey;
import dev.chatsessions.SessionId;
import dev.chatsessions.identity.TokenRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;

/** Opens a session as a voice agent does, shows the way into it, and lets the agent ask for quotes once a page is there. */
final class SharedSessionMain {

    private SharedSessionMain() {}

    public static void main(String[] arguments) throws IOException {
        try (var server = ShippingServer.start()) {
            var ann = Caller.user("ann");
            var token = server.chat()
                    .administration()
                    .issue(Caller.admin("demo"), new TokenRequest(ann, Duration.ofHours(1)), RequestKey.none());
            try (var agent = VoiceAgent.call(server.address(), token.secret())) {
                server.quotes().serve(ann, SessionId.parse(agent.session()));
                var invitation = agent.invite();
                var picture = Files.createTempFile("join", ".svg");
                Files.writeString(picture, invitation.path("qr_svg").asText());
                System.out.println("Open " + invitation.path("link").asText());
                System.out.println("or show " + picture + " to your phone.");
                agent.awaitPage();
                agent.callTool("get_quotes", "{\"from\":\"10115\",\"to\":\"80331\"}");
                System.out.println("The agent heard: " + agent.next("contextual_update"));
            }
        }
    }
}
