package dev.chatsessions.adapter.javalin;

import io.javalin.http.HandlerType;

/** One route: who may call it, what it answers with, and how. */
record Route(HandlerType method, String path, Access access, Produces produces, Endpoint endpoint) {

    static Route get(String path, Access access, Endpoint endpoint) {
        return new Route(HandlerType.GET, path, access, Produces.JSON, endpoint);
    }

    static Route post(String path, Access access, Endpoint endpoint) {
        return new Route(HandlerType.POST, path, access, Produces.JSON, endpoint);
    }

    static Route delete(String path, Access access, Endpoint endpoint) {
        return new Route(HandlerType.DELETE, path, access, Produces.JSON, endpoint);
    }

    static Route stream(HandlerType method, String path, Endpoint endpoint) {
        return new Route(method, path, Access.CALLERS, Produces.EVENTS, endpoint);
    }

    /** Parses, makes one call, renders. */
    interface Endpoint {
        void answer(Call call) throws Exception;
    }
}
