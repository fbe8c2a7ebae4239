package dev.chatsessions.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.chatsessions.client.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

/** The page that the server gives its users, in a real browser. */
@Tag("ecosystem")
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConsoleProcessTest {

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
                "--db=jdbc:h2:mem:console",
                "--admin-token=" + ADMIN,
                "--assistant-words-per-second=8");
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

    private String token(String user) {
        return new RunningServer(address, ADMIN)
                .issueToken(user, IssueTokenCommand.Role.USER, Duration.ofHours(1))
                .token();
    }

    private void signIn(Browser browser, String user) {
        browser.go(address + "/#token=" + token(user));
        browser.reads("Sign out");
    }

    private static void say(Browser browser, String text) {
        browser.type("Message", text);
        browser.press("Send");
    }

    private static void awaitAnswers(Browser browser, int messages) {
        Patience.until(
                () -> browser.messages().size() == messages && !browser.isAnswering(),
                () -> "there are not " + messages + " messages but " + browser.messages());
    }

    @Test
    void an_answer_streams_is_there_after_a_reload_and_in_a_second_window() {
        signIn(ann, "chat-1");
        say(ann, "Hello");
        Patience.until(ann::isAnswering, () -> "no answer is seen while it is written");
        awaitAnswers(ann, 2);
        var said = ann.messages();
        ann.shot("chat");

        ann.reload();
        awaitAnswers(ann, 2);

        assertEquals(said, ann.messages());
        assertFalse(ann.address().contains("token"), "the address keeps the token");
        try (var second = Browser.open()) {
            signIn(second, "chat-1");
            awaitAnswers(second, 2);
            say(second, "And again");
            awaitAnswers(ann, 4);
            assertEquals("And again", ann.messages().get(2));
        }
    }

    @Test
    void an_answer_goes_on_after_a_reload_and_stops_where_it_is_told_to() {
        signIn(ann, "chat-2");
        say(ann, "Tell me something");
        Patience.until(ann::isAnswering, () -> "no answer is seen while it is written");
        ann.reload();
        Patience.until(ann::isAnswering, () -> "the answer does not go on");

        ann.press("Stop");

        awaitAnswers(ann, 2);
        ann.reads("stopped");
    }

    @Test
    void a_cut_line_comes_back_and_nothing_is_missed_or_doubled() {
        try (var line = new FaultProxy(address.getPort())) {
            ann.go("http://127.0.0.1:" + line.port() + "/#token=" + token("chat-3"));
            ann.reads("Sign out");
            say(ann, "Hello");
            Patience.until(ann::isAnswering, () -> "no answer is seen while it is written");
            line.reset();
            awaitAnswers(ann, 2);
            assertTrue(line.cuts() > 0, "nothing was cut");

            try (var elsewhere = Browser.open()) {
                signIn(elsewhere, "chat-3");
                awaitAnswers(elsewhere, 2);
                line.reset();
                say(elsewhere, "While you were away");
                awaitAnswers(elsewhere, 4);
                awaitAnswers(ann, 4);
                assertEquals(elsewhere.messages(), ann.messages());
            }
        }
    }

    @Test
    void whoever_is_signed_out_elsewhere_leaves_nothing_on_the_screen() {
        signIn(ann, "chat-6");
        say(ann, "Between us");
        awaitAnswers(ann, 2);
        ann.go(address + "/#token=" + token("somebody-else"));
        ann.reads("You are signed in as chat-6.");
        assertFalse(ann.address().contains("token"), "the address keeps the token");
        ann.reads("Between us");

        ann.run("await fetch('/auth/sign-out-everywhere', { method: 'POST' })");

        ann.reads("With the token that an administrator gave you");
        assertEquals(List.of(), ann.messages());
    }

    @Test
    void older_messages_are_read_page_by_page_and_a_thread_is_cleared() {
        signIn(ann, "chat-4");
        ann.run("for (let i = 0; i < 12; i++) { const asked = await fetch('/chat/stream', { method: 'POST', headers: {"
                + " 'Content-Type': 'application/json' }, body: JSON.stringify({ message: 'number ' + i, turn_policy:"
                + " 'interrupt' }) }); await asked.body.cancel(); }");
        ann.reload();
        ann.reads("number 11");
        while (!ann.text().contains("number 0")) {
            ann.press("Show older messages");
        }
        assertEquals(1, ann.messages().stream().filter("number 5"::equals).count());

        ann.press("Clear");
        ann.confirm();

        ann.reads("Nothing has been said here yet.");
    }

    @Test
    void a_device_is_linked_by_its_code_and_heard_live() {
        signIn(ann, "devices");
        ann.follow("Conversations");
        ann.type("Omi user id of the device", "omi-7");
        ann.press("Link");
        ann.reads("This server shows codes:");
        var digits = ann.text().replaceAll("(?s).*This server shows codes: ([0-9]{6}).*", "$1");
        ann.type("Code that the device was told", digits);
        ann.press("Confirm");
        ann.reads("Linked.");

        ann.run("await fetch('/omi-webhook?uid=omi-7&session_id=omi-7', { method: 'POST', headers: { 'Content-Type':"
                + " 'application/json' }, body: JSON.stringify({ segments: [{ id: 's1', text: 'Good morning from the"
                + " wrist', speaker: 'SPEAKER_00', is_user: true, start: 0, end: 2 }] }) })");

        ann.reads("Good morning from the wrist");
        ann.seen(By.linkText("Conversation"));
        ann.shot("conversations");
        ann.press("Find out why");
        ann.press("Unlink");
        ann.reads("No device is linked.");
    }

    @Test
    void a_guest_joins_a_shared_session_by_its_link_and_leaves_with_it() {
        signIn(ann, "host");
        ann.follow("Sessions");
        ann.press("New shared session");
        ann.press("Rename");
        ann.type("Title", "Moving house");
        ann.press("Rename it");
        ann.reads("Moving house");
        ann.press("Invite to take part");
        var link = ann.seen(By.cssSelector("a[href*='join.html']")).getDomProperty("href");
        try (var guest = Browser.open()) {
            guest.go(link);
            guest.reads("live");
            say(guest, "Hello from the phone");
            ann.reads("Hello from the phone");
            guest.reload();
            guest.reads("Hello from the phone");
            ann.reload();
            ann.reads("guest:");
            guest.shot("guest");
            ann.shot("session");

            ann.press("End");
            ann.confirm();

            guest.reads("The session is over.");
            ann.reads("terminated");
            assertEquals(List.of(), guest.complaints());
        }
    }

    @Test
    void a_worker_is_approved_watched_and_revoked() {
        signIn(ann, "hirer");
        ann.follow("Workers");
        ann.reads("No worker is yours.");
        var code = String.valueOf(ann.run("const asked = await fetch('/workers/register', { method: 'POST', headers: {"
                + " 'Content-Type': 'application/json' }, body: JSON.stringify({ worker_id: 'w1', machine_id: 'm1', name:"
                + " 'laptop' }) }); const told = await asked.json(); window.device = told.device_code;"
                + " window.mayAsk = performance.now() + told.interval * 1000; return told.user_code"));
        ann.type("Code", code);
        ann.press("It is mine");
        ann.reads("laptop");
        ann.press("New session");
        ann.reads("All sessions");
        say(ann, "Are you there?");
        ann.reads("The worker is away");
        ann.reads("waits for its turn");
        ann.run("const json = { 'Content-Type': 'application/json' }; const post = (path, token, body) => fetch(path, {"
                + " method: 'POST', headers: { ...json, Authorization: 'Bearer ' + token }, body: JSON.stringify(body)"
                + " }).then(answer => answer.json()); await new Promise(patient => setTimeout(patient,"
                + " window.mayAsk - performance.now())); const { token } = await post('/workers/token', '', { device_code:"
                + " window.device }); const claimed = await post('/worker/claim', token, {}); const reply ="
                + " claimed.replies[0]; await post('/worker/replies/' + reply.reply_id + '/permissions', token, { fence:"
                + " reply.fence, request_id: 'p1', title: 'Delete the file?', options: [{ option_id: 'no', name: 'Keep"
                + " it', kind: 'reject_once' }, { option_id: 'yes', name: 'Delete it', kind: 'allow_once' }] })");
        ann.reads("Delete the file?");
        ann.shot("permission");
        ann.press("Keep it");
        ann.readsNoMore("Delete the file?");
        ann.follow("Workers");
        ann.shot("workers");
        ann.press("Revoke");
        ann.confirm();
        ann.reads("revoked");
    }

    @Test
    void an_administrator_sees_sessions_and_issues_tokens() {
        ann.go(address + "/");
        ann.type("Token", ADMIN);
        ann.press("Sign in");
        ann.reads("Sessions of everybody");
        ann.follow("Tokens");
        ann.type("User", "newcomer");
        ann.press("Issue");
        ann.reads("newcomer");
        ann.press("Revoke");
        ann.reads("Revoked.");
        ann.press("Sign out");
        ann.reads("With the token that an administrator gave you");
        ann.reload();
        ann.reads("With the token that an administrator gave you");
    }

    @Test
    void sessions_show_labels_state_and_who_is_there_and_are_renamed_ended_and_archived() {
        signIn(ann, "organiser");
        ann.run("const made = await fetch('/api/chat-sessions', { method: 'POST', headers: { 'Content-Type':"
                + " 'application/json' }, body: JSON.stringify({ conversation_id: 'c-1', labels: { trip: 'Lisbon' },"
                + " quotes_received_count: 3 }) }); const { id } = await made.json(); await fetch('/sessions/' + id +"
                + " '/state', { method: 'PATCH', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({"
                + " key: 'seat', value: 'window' }) }); window.there = new WebSocket('/ws'); await new Promise(opened => {"
                + " there.onmessage = opened; })");

        ann.follow("Sessions");
        ann.reads("trip: Lisbon");
        ann.reads("quotes_received_count: 3");
        ann.reads("1 there: organiser");
        var card = "//article[contains(., 'c-1')]";
        ann.seen(By.xpath(card + "//summary")).click();
        ann.reads("\"window\"");
        ann.seen(By.xpath(card + "//button[.='Rename']")).click();
        ann.type("Title", "Flight to Lisbon");
        ann.press("Rename it");
        ann.follow("Flight to Lisbon");
        ann.press("Archive");
        ann.reads("archived");
        ann.reads("trip: Lisbon");
        ann.follow("All sessions");
        ann.choose("Status", "archived");
        ann.follow("Flight to Lisbon");
    }

    @Test
    void what_was_spent_and_may_be_is_drawn_and_told_and_administrators_see_it_of_everybody() {
        var admin = new ChatClient(address, ADMIN);
        signIn(ann, "spender");
        say(ann, "Hello");
        awaitAnswers(ann, 2);
        try (var operator = Browser.open()) {
            operator.go(address + "/#token=" + ADMIN);
            operator.reads("Sessions of everybody");
            operator.follow("Budgets");
            operator.type("User", "spender");
            operator.type("Tokens", "5000");
            operator.press("Set");
            operator.reads("5,000 tokens each day");

            ann.follow("Usage");
            ann.reads("Each day, all models");
            var spent = admin.get("/admin/users/spender/usage")
                    .path("total")
                    .path("tokens")
                    .asLong();
            assertTrue(spent > 0, "nothing was spent");
            ann.reads(spent + " of 5,000 tokens used");
            var plot = ann.seen(By.cssSelector(".plot svg"));
            assertEquals("image", plot.getAriaRole());
            assertTrue(plot.getAccessibleName().startsWith("Tokens on each of the last 30 days: " + spent));
            assertEquals(30, ann.count(".plot .bar"));
            assertTrue(ann.height(".plot .bar:last-of-type") > 50, "what was spent today is not seen");
            ann.seen(By.xpath("//summary[.='Show the numbers as a table']")).click();
            ann.seen(By.xpath("//div[@aria-label='Tokens by day']//td[.='" + spent + "']"));
            ann.press("Sign out");

            operator.follow("Users");
            operator.seen(By.linkText("spender")).click();
            operator.reads(spent + " of 5,000 tokens used");
            operator.follow("Budgets");
            operator.press("Remove");
            operator.reads("There is no budget");
            assertEquals(List.of(), operator.complaints());
        }
    }

    @Test
    void what_takes_long_tells_how_far_it_is() throws IOException {
        signIn(ann, "leaver");
        say(ann, "Hello");
        awaitAnswers(ann, 2);
        var file = Browser.DOWNLOADS.resolve("chat-sessions.jsonl");
        Files.deleteIfExists(file);
        ann.follow("Account");
        ann.press("Export");
        ann.reads("lines exported.");
        Patience.until(() -> Files.exists(file), () -> "nothing was saved");
        var lines = Files.readAllLines(file);
        assertTrue(ann.text().contains(lines.size() + " lines exported."), ann.text());
        assertTrue(lines.get(lines.size() - 1).contains("\"end\""), lines::toString);

        ann.press("Sign out");
        ann.go(address + "/#token=" + ADMIN);
        ann.reads("Sessions of everybody");
        ann.go(address + "/#users?id=leaver");
        ann.press("Erase …");
        ann.type("Type leaver to go on", "leaver");
        ann.confirm();

        ann.reads("Nothing is left.");
    }

    @Test
    void where_administration_is_served_elsewhere_the_page_says_so() {
        ann.go(address + "/#token=" + ADMIN);
        ann.reads("Sessions of everybody");
        ann.run(
                "const served = window.fetch; window.fetch = (path, ...rest) => served(path.replace(/^.admin/, '/elsewhere'),"
                        + " ...rest)");
        for (var page : List.of("Users", "Budgets", "Tokens", "Sessions")) {
            ann.follow(page);
            ann.reads("This address does not serve what administrators do.");
        }
    }
}
