package dev.chatsessions.adapter.javalin;

/** Writes a page that is well-formed; what is told as text is never taken for anything else. For one thread. */
final class Html {

    private final StringBuilder page = new StringBuilder("<!DOCTYPE html>\n");

    /** Opens an element; attributes are names and values in turn. */
    Html open(String element, String... attributes) {
        start(element, attributes);
        page.append('>');
        return this;
    }

    Html close(String element) {
        page.append("</").append(element).append('>');
        return this;
    }

    /** An element that has no content. */
    Html empty(String element, String... attributes) {
        start(element, attributes);
        page.append("/>");
        return this;
    }

    /** An element with nothing but text in it. */
    Html element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close(element);
    }

    Html text(String text) {
        page.append(escaped(text));
        return this;
    }

    /** Text in which what stands between backticks is code. */
    Html prose(String text) {
        var parts = text.split("`", -1);
        for (var i = 0; i < parts.length; i++) {
            if (i % 2 == 1) {
                element("code", parts[i]);
            } else {
                text(parts[i]);
            }
        }
        return this;
    }

    private void start(String element, String... attributes) {
        page.append('<').append(element);
        for (var i = 0; i < attributes.length; i += 2) {
            page.append(' ').append(attributes[i]).append("=\"").append(escaped(attributes[i + 1]));
            page.append('"');
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
