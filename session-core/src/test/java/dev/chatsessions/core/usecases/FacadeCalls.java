package dev.chatsessions.core.usecases;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ClientId;
import dev.chatsessions.JsonValue;
import dev.chatsessions.MachineId;
import dev.chatsessions.PageRequest;
import dev.chatsessions.PermissionId;
import dev.chatsessions.RequestKey;
import dev.chatsessions.TokenCount;
import dev.chatsessions.UserId;
import dev.chatsessions.identity.Credential;
import dev.chatsessions.identity.TokenRequest;
import dev.chatsessions.join.Admission;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.permission.PermissionKind;
import dev.chatsessions.permission.PermissionOption;
import dev.chatsessions.permission.PermissionQuestion;
import dev.chatsessions.reply.Chunk;
import dev.chatsessions.reply.Completion;
import dev.chatsessions.reply.Failure;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.TextOffset;
import dev.chatsessions.session.ExpectedVersion;
import dev.chatsessions.session.SessionChange;
import dev.chatsessions.session.SessionFilter;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.session.StateChange;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadPath;
import dev.chatsessions.thread.ThreadStart;
import dev.chatsessions.usage.Budget;
import dev.chatsessions.usage.BudgetPeriod;
import dev.chatsessions.webhook.Conclusion;
import dev.chatsessions.webhook.Delivery;
import dev.chatsessions.webhook.ListenMode;
import dev.chatsessions.webhook.ListenPreferences;
import dev.chatsessions.webhook.Proof;
import dev.chatsessions.webhook.SecretKind;
import dev.chatsessions.webhook.Segment;
import dev.chatsessions.worker.WorkerApplication;
import dev.chatsessions.worker.WorkerSessionStart;
import java.lang.reflect.Method;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A call of every method of every facade, aimed at given ids. */
final class FacadeCalls {

    private static final ExpectedVersion ANY = ExpectedVersion.any();

    private static final ListenPreferences MUTED = new ListenPreferences(
            ListenMode.TRIGGER, List.of("Hey"), Duration.ofSeconds(9), true, Optional.empty(), ZoneOffset.UTC, 0);

    private static final PageRequest PAGE = PageRequest.first(50);

    private static final List<SessionChange> CHANGES =
            List.of(new SessionChange.Label("trip", Optional.of("mine now")), new SessionChange.Increment("asked", 1));

    private final Map<String, Call> calls = new LinkedHashMap<>();

    private FacadeCalls() {
        sessions();
        requests();
        threads();
        replies();
        permissions();
        links();
        joinTokens();
        workers();
        presence();
        webhooks();
        webhookSecrets();
        usage();
        live();
        administration();
    }

    /** One call by {@code caller} that aims at {@code target}; what it returns may be of any type. */
    interface Call {
        Object by(ChatSessions chat, Caller caller, Target target);
    }

    /** The calls, each under the name of its method and parameters. */
    static Map<String, Call> all() {
        return new FacadeCalls().calls;
    }

    /** The names of all methods that the facades have. */
    static TreeSet<String> declared() {
        return Arrays.stream(ChatSessions.class.getMethods())
                .flatMap(facade -> Arrays.stream(facade.getReturnType().getMethods()))
                .map(FacadeCalls::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(Method method) {
        var parameters = Arrays.stream(method.getParameterTypes())
                .filter(type -> type != Caller.class)
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", "));
        return method.getDeclaringClass().getSimpleName() + "." + method.getName() + "(" + parameters + ")";
    }

    private void requests() {
        var patch = new JsonValue.Fields(Map.of("want", JsonValue.of("mine now")));
        call(
                "Requests.create(Fields, RequestKey)",
                (chat, caller, on) -> chat.requests().create(caller, patch, RequestKey.of("the-same-key")));
        call("Requests.find(RequestId)", (chat, caller, on) -> chat.requests().find(caller, on.request()));
        call("Requests.find(Collection)", (chat, caller, on) -> chat.requests().find(caller, List.of(on.request())));
        call("Requests.list(PageRequest)", (chat, caller, on) -> chat.requests().list(caller, PAGE));
        call(
                "Requests.change(RequestId, Fields, ExpectedVersion)",
                (chat, caller, on) -> chat.requests().change(caller, on.request(), patch, ANY));
    }

    private void sessions() {
        var start = SessionStart.of(SessionKind.CHAT).withKey("trip");
        call(
                "Sessions.start(SessionStart, RequestKey)",
                (chat, caller, on) ->
                        chat.sessions().start(caller, start.withKey("another trip"), RequestKey.of("the-same-key")));
        call(
                "Sessions.open(SessionStart)",
                (chat, caller, on) -> chat.sessions().open(caller, start));
        call(
                "Sessions.openWith(SessionStart, List, RequestKey)",
                (chat, caller, on) ->
                        chat.sessions().openWith(caller, start, List.of(), RequestKey.of("the-same-key")));
        call("Sessions.find(SessionId)", (chat, caller, on) -> chat.sessions().find(caller, on.session()));
        call(
                "Sessions.findByKey(SessionKind, String)",
                (chat, caller, on) -> chat.sessions().findByKey(caller, SessionKind.CHAT, "trip"));
        call(
                "Sessions.list(SessionFilter, PageRequest)",
                (chat, caller, on) -> chat.sessions().list(caller, SessionFilter.all(), PAGE));
        call(
                "Sessions.listOf(UserId, SessionFilter, PageRequest)",
                (chat, caller, on) -> chat.sessions().listOf(caller, on.user(), SessionFilter.all(), PAGE));
        call(
                "Sessions.listAll(Optional, PageRequest)",
                (chat, caller, on) -> chat.sessions().listAll(caller, Optional.empty(), PAGE));
        call(
                "Sessions.rename(SessionId, Optional, ExpectedVersion)",
                (chat, caller, on) -> chat.sessions().rename(caller, on.session(), Optional.of("Mine now"), ANY));
        call(
                "Sessions.details(Collection)",
                (chat, caller, on) -> chat.sessions().details(caller, List.of(on.session())));
        call(
                "Sessions.change(SessionId, List, ExpectedVersion, RequestKey)",
                (chat, caller, on) ->
                        chat.sessions().change(caller, on.session(), CHANGES, ANY, RequestKey.of("the-same-key")));
        call("Sessions.state(SessionId)", (chat, caller, on) -> chat.sessions().state(caller, on.session()));
        call(
                "Sessions.changeState(SessionId, StateChange, ExpectedVersion, RequestKey)",
                (chat, caller, on) -> chat.sessions()
                        .changeState(
                                caller,
                                on.session(),
                                new StateChange.Put("note", JsonValue.of("mine now")),
                                ANY,
                                RequestKey.of("the-same-key")));
        call("Sessions.announce(SessionId, String, JsonValue, RequestKey)", (chat, caller, on) -> {
            chat.sessions().announce(caller, on.session(), "wave", JsonValue.of("hi"), RequestKey.of("the-same-key"));
            return "announced";
        });
        call("Sessions.requireAnnounceable(SessionId, String, JsonValue)", (chat, caller, on) -> {
            chat.sessions().requireAnnounceable(caller, on.session(), "wave", JsonValue.of("hi"));
            return "announceable";
        });
        call(
                "Sessions.pause(SessionId, ExpectedVersion)",
                (chat, caller, on) -> chat.sessions().pause(caller, on.session(), ANY));
        call(
                "Sessions.resume(SessionId, ExpectedVersion)",
                (chat, caller, on) -> chat.sessions().resume(caller, on.session(), ANY));
        call("Sessions.extend(SessionId)", (chat, caller, on) -> chat.sessions().extend(caller, on.session()));
        call(
                "Sessions.complete(SessionId, ExpectedVersion)",
                (chat, caller, on) -> chat.sessions().complete(caller, on.session(), ANY));
        call(
                "Sessions.end(SessionId, ExpectedVersion)",
                (chat, caller, on) -> chat.sessions().end(caller, on.session(), ANY));
        call(
                "Sessions.archive(SessionId, ExpectedVersion)",
                (chat, caller, on) -> chat.sessions().archive(caller, on.session(), ANY));
        call("Sessions.delete(SessionId)", (chat, caller, on) -> {
            chat.sessions().delete(caller, on.session());
            return "deleted";
        });
    }

    private void threads() {
        var messages = List.of(NewMessage.user("mine now"));
        call(
                "Threads.start(SessionId, ThreadStart, RequestKey)",
                (chat, caller, on) -> chat.threads()
                        .start(caller, on.session(), ThreadStart.of("more plans"), RequestKey.of("the-same-key")));
        call(
                "Threads.open(SessionId, ThreadStart)",
                (chat, caller, on) -> chat.threads().open(caller, on.session(), ThreadStart.of("plans")));
        call("Threads.find(ThreadId)", (chat, caller, on) -> chat.threads().find(caller, on.thread()));
        call(
                "Threads.findByKey(Collection, String)",
                (chat, caller, on) -> chat.threads().findByKey(caller, List.of(on.session()), "plans"));
        call(
                "Threads.findByKey(SessionId, String)",
                (chat, caller, on) -> chat.threads().findByKey(caller, on.session(), "plans"));
        var path = new ThreadPath(SessionKind.CHAT, "trip", "plans");
        call(
                "Threads.findByPath(ThreadPath)",
                (chat, caller, on) -> chat.threads().findByPath(caller, path));
        call(
                "Threads.transcript(ThreadPath, PageRequest)",
                (chat, caller, on) -> chat.threads().transcript(caller, path, PAGE));
        call(
                "Threads.transcriptOf(UserId, ThreadPath, PageRequest)",
                (chat, caller, on) -> chat.threads().transcriptOf(caller, on.user(), path, PAGE));
        call(
                "Threads.activity(SessionKind, int, PageRequest)",
                (chat, caller, on) -> chat.threads().activity(caller, SessionKind.CHAT, 24, PAGE));
        call(
                "Threads.writers(SessionKind, int, int)",
                (chat, caller, on) -> chat.threads().writers(caller, SessionKind.CHAT, 24, 10));
        call(
                "Threads.list(SessionId, PageRequest)",
                (chat, caller, on) -> chat.threads().list(caller, on.session(), PAGE));
        call(
                "Threads.rename(ThreadId, Optional, ExpectedVersion)",
                (chat, caller, on) -> chat.threads().rename(caller, on.thread(), Optional.of("Mine now"), ANY));
        call(
                "Threads.append(ThreadId, List, RequestKey)",
                (chat, caller, on) ->
                        chat.threads().append(caller, on.thread(), messages, RequestKey.of("the-same-key")));
        call(
                "Threads.append(ThreadId, List, TokenCount, RequestKey)",
                (chat, caller, on) -> chat.threads()
                        .append(
                                caller,
                                on.thread(),
                                messages,
                                TokenCount.measured("host", 1, 1),
                                RequestKey.of("another-key")));
        call(
                "Threads.rewrite(ThreadId, MessageId, String, ExpectedVersion)",
                (chat, caller, on) -> chat.threads().rewrite(caller, on.thread(), on.message(), "mine now", ANY));
        call(
                "Threads.message(ThreadId, MessageId)",
                (chat, caller, on) -> chat.threads().message(caller, on.thread(), on.message()));
        call(
                "Threads.transcript(ThreadId, PageRequest)",
                (chat, caller, on) -> chat.threads().transcript(caller, on.thread(), PAGE));
        call(
                "Threads.newest(Collection, int)",
                (chat, caller, on) -> chat.threads().newest(caller, List.of(on.thread()), 10));
        call("Threads.clear(ThreadId)", (chat, caller, on) -> chat.threads().clear(caller, on.thread()));
        call("Threads.delete(ThreadId)", (chat, caller, on) -> {
            chat.threads().delete(caller, on.thread());
            return "deleted";
        });
    }

    private void replies() {
        call(
                "Replies.ask(ThreadId, Question, RequestKey)",
                (chat, caller, on) ->
                        chat.replies().ask(caller, on.thread(), Question.of("Hello?"), RequestKey.of("the-same-key")));
        call(
                "Replies.answer(ThreadId, Question, RequestKey, Duration)",
                (chat, caller, on) -> chat.replies()
                        .answer(
                                caller,
                                on.thread(),
                                Question.of("Hello?"),
                                RequestKey.of("yet-another-key"),
                                Duration.ZERO));
        call("Replies.find(ReplyId)", (chat, caller, on) -> chat.replies().find(caller, on.reply()));
        call("Replies.open(ThreadId)", (chat, caller, on) -> chat.replies().open(caller, on.thread()));
        call(
                "Replies.await(ReplyId, Duration)",
                (chat, caller, on) -> chat.replies().await(caller, on.reply(), Duration.ZERO));
        call("Replies.claim(int)", (chat, caller, on) -> chat.replies().claim(caller, 100));
        call(
                "Replies.append(ReplyId, Fence, TextOffset, String)",
                (chat, caller, on) ->
                        chat.replies().append(caller, on.reply(), on.fence(), TextOffset.START, "mine now"));
        call(
                "Replies.append(ReplyId, Fence, List)",
                (chat, caller, on) -> chat.replies()
                        .append(caller, on.reply(), on.fence(), List.of(new Chunk(TextOffset.START, "mine now"))));
        call(
                "Replies.report(ReplyId, Fence, String)",
                (chat, caller, on) -> chat.replies().report(caller, on.reply(), on.fence(), "mine now"));
        call(
                "Replies.heartbeat(ReplyId, Fence)",
                (chat, caller, on) -> chat.replies().heartbeat(caller, on.reply(), on.fence()));
        call("Replies.stop(ReplyId)", (chat, caller, on) -> chat.replies().stop(caller, on.reply()));
        call(
                "Replies.complete(ReplyId, Fence, Completion)",
                (chat, caller, on) -> chat.replies().complete(caller, on.reply(), on.fence(), Completion.whole()));
        call(
                "Replies.fail(ReplyId, Fence, Failure)",
                (chat, caller, on) ->
                        chat.replies().fail(caller, on.reply(), on.fence(), new Failure("mine now", Optional.empty())));
    }

    private void links() {
        call(
                "DeviceLinks.start(DeviceId, Optional)",
                (chat, caller, on) -> chat.links().start(caller, on.device(), Optional.empty()));
        call(
                "DeviceLinks.confirm(DeviceId, String, Optional)",
                (chat, caller, on) -> chat.links().confirm(caller, on.device(), "123456", Optional.empty()));
        call("DeviceLinks.unlink(DeviceId)", (chat, caller, on) -> {
            chat.links().unlink(caller, on.device());
            return "unlinked";
        });
        call(
                "DeviceLinks.list(Optional, PageRequest)",
                (chat, caller, on) -> chat.links().list(caller, Optional.empty(), PAGE));
    }

    private void permissions() {
        var question = new PermissionQuestion(
                new PermissionId("mine"),
                "Mine now?",
                Optional.empty(),
                List.of(new PermissionOption("allow", "Allow", PermissionKind.ALLOW_ONCE)));
        call(
                "Permissions.ask(ReplyId, Fence, PermissionQuestion)",
                (chat, caller, on) -> chat.permissions().ask(caller, on.reply(), on.fence(), question));
        call(
                "Permissions.answer(ReplyId, PermissionId, String)",
                (chat, caller, on) ->
                        chat.permissions().answer(caller, on.reply(), new PermissionId("the-same"), "allow"));
        call(
                "Permissions.pending(ReplyId)",
                (chat, caller, on) -> chat.permissions().pending(caller, on.reply()));
    }

    private void joinTokens() {
        call(
                "JoinTokens.issue(SessionId, Admission, Optional, RequestKey)",
                (chat, caller, on) -> chat.joinTokens()
                        .issue(caller, on.session(), Admission.READ, Optional.empty(), RequestKey.of("the-same-key")));
        call(
                "JoinTokens.list(SessionId, PageRequest)",
                (chat, caller, on) -> chat.joinTokens().list(caller, on.session(), PAGE));
        call("JoinTokens.revoke(SessionId, TokenId)", (chat, caller, on) -> {
            chat.joinTokens().revoke(caller, on.session(), on.token());
            return "revoked";
        });
        call(
                "JoinTokens.redeem(Credential)",
                (chat, caller, on) ->
                        chat.joinTokens().redeem(new Credential.Bearer("cs_j_nobody-was-ever-given-this")));
    }

    private void workers() {
        call(
                "Workers.register(WorkerApplication, Optional)",
                (chat, caller, on) -> chat.workers()
                        .register(
                                new WorkerApplication(on.worker(), new MachineId("machine"), "Mine now", 1),
                                Optional.empty()));
        call("Workers.redeem(String)", (chat, caller, on) -> chat.workers().redeem("cs_r_nothing"));
        call(
                "Workers.approve(String, Optional)",
                (chat, caller, on) -> chat.workers().approve(caller, "BCDF-GHJK", Optional.empty()));
        call("Workers.deny(String, Optional)", (chat, caller, on) -> {
            chat.workers().deny(caller, "BCDF-GHJK", Optional.empty());
            return "denied";
        });
        call("Workers.rotate(RequestKey)", (chat, caller, on) -> {
            chat.workers().rotate(caller, RequestKey.none());
            return "rotated";
        });
        call("Workers.revoke(WorkerId)", (chat, caller, on) -> {
            chat.workers().revoke(caller, on.worker());
            return "revoked";
        });
        call(
                "Workers.rename(WorkerId, String)",
                (chat, caller, on) -> chat.workers().rename(caller, on.worker(), "Mine now"));
        call("Workers.find(WorkerId)", (chat, caller, on) -> chat.workers().find(caller, on.worker()));
        call("Workers.list(PageRequest)", (chat, caller, on) -> chat.workers().list(caller, PAGE));
        call(
                "Workers.start(WorkerId, WorkerSessionStart, RequestKey)",
                (chat, caller, on) -> chat.workers()
                        .start(caller, on.worker(), WorkerSessionStart.of("model"), RequestKey.of("the-same-key")));
        call("Workers.session(SessionId)", (chat, caller, on) -> chat.workers().session(caller, on.session()));
        call(
                "Workers.sessions(WorkerId, PageRequest)",
                (chat, caller, on) -> chat.workers().sessions(caller, on.worker(), PAGE));
        call(
                "Workers.limitWait(SessionId, Optional)",
                (chat, caller, on) ->
                        chat.workers().limitWait(caller, on.session(), Optional.of(Duration.ofSeconds(1))));
        call("Workers.heartbeat()", (chat, caller, on) -> {
            chat.workers().leave(caller);
            chat.workers().heartbeat(caller);
            return "there";
        });
        call("Workers.leave()", (chat, caller, on) -> {
            chat.workers().leave(caller);
            return "left";
        });
        call("Workers.claim(int)", (chat, caller, on) -> chat.workers().claim(caller, 1));
        call(
                "Workers.ready(SessionId, Optional)",
                (chat, caller, on) -> chat.workers().ready(caller, on.session(), Optional.of("mine now")));
    }

    private void presence() {
        call("Presence.enter(SessionId, ClientId)", (chat, caller, on) -> {
            chat.presence().enter(caller, on.session(), new ClientId("phone")).close();
            return "entered";
        });
        call("Presence.list(SessionId)", (chat, caller, on) -> chat.presence().list(caller, on.session()));
        call("Presence.list(List)", (chat, caller, on) -> chat.presence().list(caller, List.of(on.session())));
    }

    private void webhooks() {
        call(
                "Webhooks.deliver(Delivery, RequestKey)",
                (chat, caller, on) -> chat.webhooks().deliver(caller, heardBy(on), RequestKey.of("the-same-key")));
        call(
                "Webhooks.conclude(Conclusion, RequestKey)",
                (chat, caller, on) -> chat.webhooks()
                        .conclude(
                                caller,
                                new Conclusion("memory-1", Optional.empty(), Optional.empty(), heardBy(on)),
                                RequestKey.of("the-same-key")));
        call(
                "Webhooks.conversations(PageRequest)",
                (chat, caller, on) -> chat.webhooks().conversations(caller, PAGE));
        call("Webhooks.current()", (chat, caller, on) -> chat.webhooks().current(caller));
        call("Webhooks.find(ThreadId)", (chat, caller, on) -> chat.webhooks().find(caller, on.conversation()));
        call(
                "Webhooks.ask(ThreadId, Question, RequestKey)",
                (chat, caller, on) -> chat.webhooks()
                        .ask(caller, on.conversation(), Question.of("Hello?"), RequestKey.of("the-same-key")));
        call("Webhooks.preferences()", (chat, caller, on) -> chat.webhooks().preferences(caller));
        call(
                "Webhooks.prefer(ListenPreferences, ExpectedVersion)",
                (chat, caller, on) -> chat.webhooks().prefer(caller, MUTED, ANY));
        call("Webhooks.diagnosis()", (chat, caller, on) -> chat.webhooks().diagnosis(caller));
    }

    private static Delivery heardBy(Target on) {
        var heard =
                new Segment(Optional.empty(), "mine now", Optional.empty(), true, Duration.ZERO, Duration.ofSeconds(1));
        return new Delivery(
                on.device().provider(), Optional.of(on.device()), on.device().uid(), List.of(heard), 0);
    }

    private void webhookSecrets() {
        call("WebhookSecrets.issue(Provider, SecretKind, RequestKey)", (chat, caller, on) -> {
            chat.webhookSecrets().issue(caller, on.device().provider(), SecretKind.PATH, RequestKey.none());
            return "issued";
        });
        call(
                "WebhookSecrets.list(PageRequest)",
                (chat, caller, on) -> chat.webhookSecrets().list(caller, PAGE));
        call("WebhookSecrets.revoke(WebhookSecretId)", (chat, caller, on) -> {
            chat.webhookSecrets().revoke(caller, on.secret());
            return "revoked";
        });
        call(
                "WebhookSecrets.authenticate(DeviceId, Proof, byte[])",
                (chat, caller, on) -> chat.webhookSecrets()
                        .authenticate(on.device(), new Proof.Path("nobody-was-ever-given-this"), new byte[0]));
    }

    private void usage() {
        call("Usage.total(UserId)", (chat, caller, on) -> chat.usage().total(caller, on.user()));
        call(
                "Usage.total(UserId, LocalDate)",
                (chat, caller, on) -> chat.usage().total(caller, on.user(), LocalDate.of(2026, 3, 29)));
        call("Usage.total(SessionId)", (chat, caller, on) -> chat.usage().total(caller, on.session()));
        call("Usage.total(ThreadId)", (chat, caller, on) -> chat.usage().total(caller, on.thread()));
        call(
                "Usage.entries(UserId, PageRequest)",
                (chat, caller, on) -> chat.usage().entries(caller, on.user(), PAGE));
        call("Usage.models(UserId)", (chat, caller, on) -> chat.usage().models(caller, on.user()));
        call("Usage.days(UserId, int)", (chat, caller, on) -> chat.usage().days(caller, on.user(), 10));
        call("Usage.leaders(int, int)", (chat, caller, on) -> chat.usage().leaders(caller, 10, 10));
        call("Usage.budgets(UserId)", (chat, caller, on) -> chat.usage().budgets(caller, on.user()));
        call("Usage.budgets(PageRequest)", (chat, caller, on) -> chat.usage().budgets(caller, PAGE));
        call("Usage.put(Budget)", (chat, caller, on) -> {
            chat.usage().put(caller, budget(on.user()));
            return "put";
        });
        call("Usage.remove(Key)", (chat, caller, on) -> {
            chat.usage().remove(caller, budget(on.user()).key());
            return "removed";
        });
    }

    /** More than anybody spends here. */
    private static Budget budget(UserId user) {
        return new Budget(Optional.of(user), Optional.empty(), BudgetPeriod.DAY, ZoneOffset.UTC, Budget.MOST_TOKENS, 1);
    }

    private void live() {
        call("LiveEvents.head(Feed)", (chat, caller, on) -> chat.live().head(caller, new Feed.OfThread(on.thread())));
        call(
                "LiveEvents.replay(Feed, StartAt, int)",
                (chat, caller, on) -> chat.live()
                        .replay(caller, new Feed.OfSession(on.session()), new StartAt.After(on.cursor()), 100));
        call("LiveEvents.subscribe(Feed, StartAt, Listener)", (chat, caller, on) -> {
            var listener = new RecordingListener();
            try (var subscription =
                    chat.live().subscribe(caller, new Feed.OfUser(on.user()), new StartAt.Earliest(), listener)) {
                UseCases.awaitCaughtUp(subscription);
            }
            return listener.events();
        });
    }

    private void administration() {
        call("Transfers.export(Consumer)", (chat, caller, on) -> {
            var types = new ArrayList<JsonValue>();
            chat.transfers().export(caller, line -> types.add(line.fields().get("type")));
            return types;
        });
        call(
                "Transfers.take(UserId, Iterator)",
                (chat, caller, on) -> chat.transfers()
                        .take(
                                caller,
                                new UserId("ann"),
                                List.<JsonValue.Fields>of().iterator()));
        call("Erasures.erase(UserId)", (chat, caller, on) -> chat.erasures().erase(caller, on.user()));
        call("Erasures.find(UserId)", (chat, caller, on) -> chat.erasures().find(caller, on.user()));
        call("Erasures.lift(UserId)", (chat, caller, on) -> {
            chat.erasures().lift(caller, on.user());
            return "lifted";
        });
        call("Retention.policies()", (chat, caller, on) -> chat.retention().policies(caller));
        call(
                "Retention.plan()",
                (chat, caller, on) -> chat.retention().plan(caller).outcomes());
        call("Retention.last()", (chat, caller, on) -> chat.retention().last(caller));
        call(
                "Administration.authenticate(Credential)",
                (chat, caller, on) ->
                        chat.administration().authenticate(new Credential.Bearer("cs_u_nobody-was-ever-given-this")));
        call(
                "Administration.issue(TokenRequest, RequestKey)",
                (chat, caller, on) -> chat.administration()
                        .issue(
                                caller,
                                new TokenRequest(new Caller.Admin("me"), Duration.ofHours(1)),
                                RequestKey.of("a-key")));
        call("Administration.revoke(TokenId)", (chat, caller, on) -> {
            chat.administration().revoke(caller, on.token());
            return "revoked";
        });
        call(
                "Administration.signOut(Credential)",
                (chat, caller, on) ->
                        chat.administration().signOut(new Credential.Bearer("cs_u_nobody-was-ever-given-this")));
        call("Administration.signOutEverywhere(UserId)", (chat, caller, on) -> {
            chat.administration().signOutEverywhere(caller, on.user());
            return "signed out";
        });
    }

    private void call(String name, Call call) {
        calls.put(name, call);
    }
}
