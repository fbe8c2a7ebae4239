package dev.chatsessions.core.session;

public record VerbOffender(String title) {

    public String getTitle() {
        return title;
    }
}
