package dev.chatsessions.adapter.javalin;

/** Draws links for cameras: a library's work, so that who shows no QR codes carries none. Thread-safe. */
public interface QrCodes {

    /** The text as an SVG image, complete and without a declaration, so that it can stand within a page. */
    String svg(String text);

    /** The text as a PNG image. */
    byte[] png(String text);
}
