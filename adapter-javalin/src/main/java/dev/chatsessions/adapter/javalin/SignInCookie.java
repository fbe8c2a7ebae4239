package dev.chatsessions.adapter.javalin;

import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;

/**
 * The cookie that a page signs in with. Over HTTPS its name begins with {@code __Host-}, with which a browser takes it
 * from this host alone (RFC 6265bis, section 4.1.3.2); the plain one is what the clients of the documents know.
 *
 * @param secure whether pages come over HTTPS
 */
record SignInCookie(boolean secure) {

    /** Also the name under which a document has its clients show a token in the query. */
    static final String PLAIN = "sid";

    /** Of a longer one, name, value and attributes, browsers keep nothing (RFC 6265bis, section 5.5). */
    static final int LONGEST = 4_096;

    private static final String OF_THIS_HOST = "__Host-" + PLAIN;

    String holding(String token, Optional<Instant> end) {
        return line(token, end.map(SignInCookie::expires).orElse(""));
    }

    String takenBack() {
        return line("", "; Max-Age=0");
    }

    /** What is in it. Over HTTPS a browser, which says where its page is from, is believed none that another host may have set. */
    Optional<String> in(HttpServletRequest request) {
        var ofThisHost = value(request, OF_THIS_HOST);
        return secure && request.getHeader("Sec-Fetch-Site") != null
                ? ofThisHost
                : ofThisHost.or(() -> value(request, PLAIN));
    }

    private static Optional<String> value(HttpServletRequest request, String name) {
        return Optional.ofNullable(request.getCookies()).stream()
                .flatMap(Arrays::stream)
                .filter(cookie -> cookie.getName().equals(name))
                .map(Cookie::getValue)
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private static String expires(Instant end) {
        return "; Expires=" + DateTimeFormatter.RFC_1123_DATE_TIME.format(end.atOffset(ZoneOffset.UTC));
    }

    private String line(String value, String end) {
        return (secure ? OF_THIS_HOST : PLAIN) + "=" + value + end + "; Path=/; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "");
    }
}
