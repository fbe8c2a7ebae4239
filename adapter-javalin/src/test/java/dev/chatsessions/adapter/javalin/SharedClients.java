package dev.chatsessions.adapter.javalin;

import com.fasterxml.jackson.databind.JsonNode;

/** Clients of {@code /ws}. */
record SharedClients(Target target) {

    /** Opens a WebSocket with a fresh token of a user, and hears its first frame. */
    SharedClient open(String user, String query) {
        return openWith(user.equals("ana") ? target.ana : target.server.token(user), query);
    }

    SharedClient openWith(String token, String query, String... headers) {
        return SharedClient.of(SocketStream.open(target.server.port(), "/ws?token=" + token + query, headers));
    }

    record SharedClient(SocketStream socket, JsonNode greeting) implements AutoCloseable {

        static SharedClient of(SocketStream socket) {
            return new SharedClient(socket, socket.message("session").json());
        }

        String session() {
            return greeting.path("session_id").asText();
        }

        void say(String frame) {
            socket.say(frame);
        }

        /** The next frame but for who came and went. */
        JsonNode next() {
            var frame = socket.message().json();
            while (frame.path("type").asText().equals("presence")) {
                frame = socket.message().json();
            }
            return frame;
        }

        /** The next frame of this type; others before it are passed over. */
        JsonNode message(String type) {
            return socket.message(type).json();
        }

        /** The frame that answers the request of this id; others before it are passed over. */
        JsonNode answer(String requestId) {
            var frame = next();
            while (!frame.path("requestId").asText().equals(requestId)) {
                frame = next();
            }
            return frame;
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
