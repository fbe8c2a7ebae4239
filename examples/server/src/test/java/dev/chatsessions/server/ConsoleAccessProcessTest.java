package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;

/** The page for those who hear it, who have no mouse, who need other colours, and who have a small screen. */
@Tag("ecosystem")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConsoleAccessProcessTest {

    private static final String ADMIN = "console-admin-token-4711";

    private ServerProcess server;

    private URI address;

    private Browser ann;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = ServerProcess.start(
                folder,
                "serve",
                "--profile=dev",
                "--port=0",
                "--db=jdbc:h2:mem:console-access",
                "--admin-token=" + ADMIN,
                "--join-page=https://chat.example.org/join.html",
                "--assistant-words-per-second=10");
        address = server.address();
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @BeforeEach
    void open() {
        ann = Browser.open();
    }

    @AfterEach
    void close() {
        var complaints = ann.complaints();
        ann.close();
        assertEquals(List.of(), complaints);
    }

    private void signIn(String user) {
        var token = new RunningServer(address, ADMIN)
                .issueToken(user, IssueTokenCommand.Role.USER, Duration.ofHours(1))
                .token();
        ann.go(address + "/#token=" + token);
        ann.reads("Sign out");
    }

    /** In light and in dark, and on a phone, where nothing may be wider than the screen. */
    private void stands(String page) {
        for (var colours : List.of("Dark", "Light")) {
            ann.colours(colours);
            assertEquals(List.of(), ann.barriers(), page + " in " + colours);
            ann.shot(page + "-" + colours);
        }
        ann.phone();
        ann.shot(page + "-phone");
        assertEquals(
                Boolean.TRUE,
                ann.run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth"),
                page + " is wider than the screen");
        ann.desk();
    }

    @Test
    void nothing_on_a_page_of_a_user_is_a_barrier_in_light_in_dark_or_on_a_phone() {
        ann.go(address + "/");
        ann.reads("With the token that an administrator gave you");
        stands("sign-in");
        signIn("ann");
        ann.settles();
        stands("chat-empty");
        fill();
        ann.reload();
        ann.reads("Tell me about Lisbon");
        Patience.until(() -> !ann.isAnswering(), () -> "the answer does not end");
        ann.settles();
        stands("chat");
        ann.press("Clear");
        ann.seen(By.tagName("dialog"));
        assertEquals(List.of(), ann.barriers(), "the question");
        ann.shot("question");
        ann.press("Cancel");
        for (var page : List.of("Conversations", "Sessions", "Workers", "Usage", "Account")) {
            ann.follow(page);
            ann.settles();
            stands(page.toLowerCase());
        }
        ann.follow("Sessions");
        ann.follow("Moving house");
        ann.press("Invite to take part");
        ann.reads("For one guest");
        assertTrue(ann.height("img[alt='QR code of the link']") > 200, "there is no code to scan");
        ann.settles();
        stands("session");
        var link = ann.seen(By.cssSelector("a[href*='join.html']")).getDomProperty("href");
        ann.go(address + "/join.html" + link.substring(link.indexOf('#')));
        ann.reads("live");
        ann.settles();
        stands("guest");
    }

    /** Something on each page. */
    private void fill() {
        ann.run(
                "const send = (method, path, body) => fetch(path, { method, headers: { 'Content-Type': 'application/json' },"
                        + " body: JSON.stringify(body) }).then(answer => answer.json());"
                        + " await send('POST', '/chat', { message: 'Tell me about Lisbon' });"
                        + " await send('POST', '/workers/register', { worker_id: 'w1', machine_id: 'm1', name: 'laptop' })"
                        + " .then(({ user_code }) => send('POST', '/workers/approve', { user_code }));"
                        + " await send('POST', '/api/chat-sessions', { conversation_id: 'c-1', labels: { trip: 'Lisbon' } });"
                        + " const { dev_code: code } = await send('POST', '/link/omi/start', { omi_user_id: 'omi-1' });"
                        + " await send('POST', '/link/omi/confirm', { omi_user_id: 'omi-1', code });"
                        + " await send('POST', '/omi-webhook?uid=omi-1&session_id=omi-1', { segments: [{ id: 's1', text: 'Good"
                        + " morning from the wrist', speaker: 'SPEAKER_00', is_user: true, start: 0, end: 2 }] });"
                        + " const socket = new WebSocket('/ws'); const { session_id: id } = await new Promise(opened => {"
                        + " socket.onmessage = message => opened(JSON.parse(message.data)); });"
                        + " await send('PATCH', '/sessions/' + id, { title: 'Moving house' });"
                        + " await send('PATCH', '/sessions/' + id + '/state', { key: 'boxes', value: { packed: 12, left: 30 } })");
        var admin = new ChatClient(address, ADMIN);
        admin.put("/admin/budgets", "{\"period\":\"day\",\"tokens\":400,\"reserve\":10}");
        admin.put("/admin/budgets", "{\"period\":\"month\",\"tokens\":90000,\"reserve\":10}");
    }

    @Test
    void nothing_on_a_page_of_an_administrator_is_a_barrier_in_light_in_dark_or_on_a_phone() {
        signIn("bob");
        ann.run("await fetch('/chat', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body:"
                + " JSON.stringify({ message: 'Hello' }) })");
        ann.press("Sign out");
        ann.reads("You are signed out.");
        new ChatClient(address, ADMIN)
                .put("/admin/budgets", "{\"user_id\":\"bob\",\"period\":\"day\",\"tokens\":9000}");
        ann.type("Token", ADMIN);
        ann.press("Sign in");
        for (var page : List.of("Sessions", "Users", "Budgets", "Tokens")) {
            ann.follow(page);
            ann.settles();
            if (page.equals("Tokens")) {
                ann.type("User", "newcomer");
                ann.press("Issue");
                ann.reads("Shown this once.");
            }
            stands("admin-" + page.toLowerCase());
        }
        ann.follow("Users");
        ann.follow("bob");
        ann.settles();
        stands("admin-user");
    }

    @Test
    void colours_are_those_of_the_system_until_others_are_chosen_which_stay() {
        signIn("ann");
        ann.systemColours("light");
        var light = ground();
        ann.systemColours("dark");
        var dark = ground();
        assertNotEquals(light, dark);

        ann.colours("Light");

        assertEquals(light, ground());
        ann.reload();
        ann.reads("Sign out");
        assertEquals(light, ground());
        ann.colours("As the system");
        assertEquals(dark, ground());
    }

    private Object ground() {
        return ann.run("return getComputedStyle(document.documentElement).backgroundColor");
    }

    @Test
    void everything_is_reached_and_done_by_the_keyboard_alone() {
        var token = new RunningServer(address, ADMIN)
                .issueToken("kim", IssueTokenCommand.Role.USER, Duration.ofHours(1))
                .token();
        ann.go(address + "/");
        ann.reads("With the token that an administrator gave you");
        assertEquals("Token", ann.focused());
        ann.keys(token, Keys.ENTER);
        ann.reads("Nothing has been said here yet.");
        assertEquals("Message", ann.focused());
        ann.run("document.querySelector('.skip').focus()");

        assertEquals(
                List.of(
                        "Chat",
                        "Conversations",
                        "Sessions",
                        "Workers",
                        "Usage",
                        "Account",
                        "Colours",
                        "Sign out",
                        "Thread",
                        "New thread",
                        "Clear",
                        "Messages",
                        "Message",
                        "Send"),
                walked(14));
        ann.back();
        ann.keys("Hello", Keys.ENTER);
        Patience.until(ann::isAnswering, () -> "no answer is seen while it is written");
        ann.keys(Keys.ESCAPE);
        ann.reads("stopped");
        assertEquals("Message", ann.focused());
        ann.back();
        ann.back();
        ann.keys(Keys.ENTER);
        ann.seen(By.tagName("dialog"));
        ann.keys(Keys.ESCAPE);
        Patience.until(() -> ann.focused().equals("Clear"), () -> "the keyboard is at " + ann.focused());
        ann.keys(Keys.ENTER);
        ann.seen(By.tagName("dialog"));
        ann.keys(Keys.TAB, Keys.ENTER);
        ann.reads("Nothing has been said here yet.");
        ann.follow("Usage");
        ann.reload();
        ann.reads("By day");
        assertEquals(List.of("Skip to the content"), walked(1));
        ann.keys(Keys.ENTER);
        assertEquals(List.of("Last", "Show the numbers as a table"), walked(2));
    }

    /** What Tab comes to, one after the other; each is seen. */
    private List<String> walked(int steps) {
        var names = new ArrayList<String>();
        for (var step = 0; step < steps; step++) {
            ann.keys(Keys.TAB);
            names.add(ann.focused());
            assertTrue(ann.showsFocus(), () -> "nobody sees that the keyboard is at " + names);
        }
        return names;
    }

    @Test
    void an_answer_is_read_out_once_it_is_whole() {
        signIn("lee");
        ann.settles();
        var log = ann.seen(By.cssSelector("[role=log]"));
        assertEquals("log", log.getAriaRole());
        assertEquals("Messages", log.getAccessibleName());
        ann.run(
                "window.heard = []; new MutationObserver(changes => changes.flatMap(({ addedNodes }) => [...addedNodes])"
                        + ".filter(node => node.nodeType === 1 && !node.closest('[aria-busy]')).forEach(node => heard.push("
                        + "node.querySelector('.text').textContent))).observe(document.querySelector('[role=log]'), { childList: true })");
        ann.type("Message", "Hello");
        ann.press("Send");
        Patience.until(() -> ann.messages().size() == 2 && !ann.isAnswering(), () -> "no answer but " + ann.messages());

        assertEquals(ann.messages(), ann.run("return window.heard"));
    }
}
