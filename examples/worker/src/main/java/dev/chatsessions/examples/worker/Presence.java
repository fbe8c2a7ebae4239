package dev.chatsessions.examples.worker;

/** Says that the worker is there, and gets it another token long before the one that it has ends. Thread-safe. */
final class Presence {

    private final ServerApi server;

    private final WorkerState state;

    private final Runnable unwanted;

    /** @param unwanted what to do when the server knows this worker no more */
    Presence(ServerApi server, WorkerState state, Runnable unwanted) {
        this.server = server;
        this.state = state;
        this.unwanted = unwanted;
    }

    /** One at a time: of two tokens that come at once the older one might be kept, which is soon worthless. */
    synchronized void tell() {
        try {
            var told = server.post("/worker/heartbeat", ServerApi.fields());
            if (told.at().filter(state::isTokenOld).isPresent()) {
                state.keepToken(server.post("/worker/token", ServerApi.fields()));
            }
        } catch (Away later) {
            // It says so again at the next beat.
        } catch (Refused refused) {
            if (refused.isUnwanted()) {
                unwanted.run();
            }
        }
    }
}
