package dev.chatsessions.examples.springboot;

import static org.springframework.security.config.Customizer.withDefaults;

import dev.chatsessions.Caller;
import dev.chatsessions.ChatSessions;
import dev.chatsessions.ChatSessionsException;
import dev.chatsessions.LiveEvent;
import dev.chatsessions.PageRequest;
import dev.chatsessions.RequestKey;
import dev.chatsessions.ThreadId;
import dev.chatsessions.adapter.jdbi.JdbiStorage;
import dev.chatsessions.core.HostTransaction;
import dev.chatsessions.core.LiveReader;
import dev.chatsessions.core.SessionCore;
import dev.chatsessions.live.Feed;
import dev.chatsessions.live.Replay;
import dev.chatsessions.live.StartAt;
import dev.chatsessions.reply.Question;
import dev.chatsessions.reply.ReplyEvent.ReplyDelta;
import dev.chatsessions.reply.ReplyEvent.ReplyFinished;
import dev.chatsessions.session.SessionKind;
import dev.chatsessions.session.SessionStart;
import dev.chatsessions.spi.Assistant;
import dev.chatsessions.spi.Observer;
import dev.chatsessions.thread.Message;
import dev.chatsessions.thread.NewMessage;
import dev.chatsessions.thread.ThreadEvent.MessageAdded;
import dev.chatsessions.thread.ThreadStart;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.task.SimpleAsyncTaskExecutorBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskRejectedException;
import org.springframework.format.FormatterRegistry;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.core.session.SessionDestroyedEvent;
import org.springframework.security.core.session.SessionIdChangedEvent;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.HttpStatusEntryPoint;
import org.springframework.security.web.session.HttpSessionEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** A shop whose customers chat with it: a whole application, to be read from top to bottom. */
@SpringBootApplication(proxyBeanMethods = false)
final class ShopMain {

    public static void main(String[] arguments) {
        SpringApplication.run(ShopMain.class, arguments);
    }

    /** On the shop's own data source. Looked at now, so that a database that would lose something stops the start. */
    @Bean
    static JdbiStorage storage(DataSource source) {
        var storage = JdbiStorage.builder(source).build();
        storage.check();
        return storage;
    }

    /** Answered by the {@code Assistant} among the beans, such as a {@code ModelAssistant}; by the built-in one unless there is one. */
    @Bean
    static SessionCore chat(
            JdbiStorage storage, ObjectProvider<Assistant> assistants, ObjectProvider<Observer> observers) {
        var builder = SessionCore.builder().storage(storage);
        assistants.ifAvailable(builder::assistant);
        observers.ifAvailable(builder::observer);
        return builder.build();
    }

    /** The shop's own login: a form and a session cookie, which an {@code EventSource} sends too. */
    @Bean
    static SecurityFilterChain login(HttpSecurity http) throws Exception {
        return http.authorizeHttpRequests(requests -> requests
                        // A stream that ends is dispatched once more, and was allowed when it began.
                        .dispatcherTypeMatchers(DispatcherType.ASYNC, DispatcherType.ERROR)
                        .permitAll()
                        .anyRequest()
                        .authenticated())
                .formLogin(withDefaults())
                .csrf(CsrfConfigurer::spa)
                .exceptionHandling(refused -> refused.defaultAuthenticationEntryPointFor(
                        new HttpStatusEntryPoint(HttpStatus.UNAUTHORIZED),
                        request -> request.getRequestURI().startsWith("/threads")))
                .build();
    }

    /** Tells {@link EventStreams} of logins that end. */
    @Bean
    static HttpSessionEventPublisher logins() {
        return new HttpSessionEventPublisher();
    }

    @Bean
    static UserDetailsService customers() {
        return new InMemoryUserDetailsManager(
                User.withUsername("ada").password("{noop}lovelace").build(),
                User.withUsername("bob").password("{noop}builder").build());
    }

    /** Ids and keys are types; text that is none is answered 400. */
    @Bean
    static WebMvcConfigurer types() {
        return new WebMvcConfigurer() {
            @Override
            public void addFormatters(FormatterRegistry registry) {
                registry.addConverter(String.class, ThreadId.class, ThreadId::parse);
                registry.addConverter(String.class, RequestKey.class, RequestKey::of);
            }
        };
    }

    /** Whoever is logged in is the caller; the library keeps the users apart by it. */
    private static Caller caller(Principal user) {
        return Caller.user(user.getName());
    }

    @RestController
    @RequestMapping("/threads")
    static final class ThreadController {

        private final ChatSessions chat;

        private final Orders orders;

        private final EventStreams streams;

        ThreadController(SessionCore chat, Orders orders, EventStreams streams) {
            this.chat = chat;
            this.orders = orders;
            this.streams = streams;
        }

        /** The caller's thread of that name; opened when there is none. */
        @PostMapping
        Created open(Principal user, @RequestBody Subject subject) {
            var shop = SessionStart.of(SessionKind.CHAT).withKey("shop");
            var session = chat.sessions().open(caller(user), shop);
            return Created.of(chat.threads()
                    .open(caller(user), session.id(), ThreadStart.of(subject.name()))
                    .id());
        }

        @GetMapping("/{thread}/messages")
        List<Said> messages(Principal user, @PathVariable ThreadId thread) {
            return chat.threads().transcript(caller(user), thread, PageRequest.first(50)).messages().stream()
                    .map(Said::of)
                    .toList();
        }

        /** Returns when the question is stored. The answer comes by the stream, whether or not somebody listens. */
        @PostMapping("/{thread}/questions")
        @ResponseStatus(HttpStatus.ACCEPTED)
        Created ask(
                Principal user,
                @PathVariable ThreadId thread,
                @RequestHeader("Idempotency-Key") Optional<RequestKey> key,
                @RequestBody Asked asked) {
            var question = Question.of(asked.text());
            return Created.of(chat.replies()
                    .ask(caller(user), thread, question, key.orElseGet(RequestKey::none))
                    .id());
        }

        @PostMapping("/{thread}/orders")
        @ResponseStatus(HttpStatus.CREATED)
        Created order(Principal user, @PathVariable ThreadId thread, @RequestBody Wanted wanted) {
            return Created.of(orders.place(caller(user), thread, wanted.item()));
        }

        @GetMapping("/{thread}/events")
        ResponseEntity<SseEmitter> events(
                Principal user,
                HttpSession login,
                @PathVariable ThreadId thread,
                @RequestHeader("Last-Event-ID") Optional<String> last) {
            var start = last.map(StartAt::after).orElseGet(StartAt.Head::new);
            var reader = LiveReader.open(chat.live(), caller(user), new Feed.OfThread(thread), start);
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.noStore())
                    .header("X-Accel-Buffering", "no")
                    .body(streams.begin(reader, new Login(user.getName(), login.getId())));
        }
    }

    /** Orders, each with the message about it: both or neither. Open, as Spring extends it for its transactions. */
    @Service
    static class Orders {

        private final SessionCore chat;

        private final JdbiStorage storage;

        private final DataSource source;

        private final JdbcClient jdbc;

        Orders(SessionCore chat, JdbiStorage storage, DataSource source, JdbcClient jdbc) {
            this.chat = chat;
            this.storage = storage;
            this.source = source;
            this.jdbc = jdbc;
        }

        @Transactional
        UUID place(Caller caller, ThreadId thread, String item) {
            var order = UUID.randomUUID();
            var confirmation = NewMessage.assistant("You ordered a " + item + ".");
            chatInTransaction().threads().append(caller, thread, List.of(confirmation), RequestKey.none());
            jdbc.sql("insert into orders (id, buyer, item) values (?, ?, ?)")
                    .params(order, caller.key(), item)
                    .update();
            var taken = jdbc.sql("update stock set pieces = pieces - 1 where item = ? and pieces > 0")
                    .param(item)
                    .update();
            if (taken == 0) {
                throw new ResponseStatusException(HttpStatus.CONFLICT, "There is no " + item + " left.");
            }
            return order;
        }

        /** The chat within the transaction that Spring has open on this thread; who listens is told once it is committed. */
        private HostTransaction chatInTransaction() {
            var within = chat.within(storage.joining(DataSourceUtils.getConnection(source)));
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    within.committed();
                }
            });
            return within;
        }
    }

    /** Threads as server-sent events. Each is written by a thread of its own, which may wait for its client. */
    @Component
    static final class EventStreams {

        private final Map<SseEmitter, Login> open = new ConcurrentHashMap<>();

        private final AsyncTaskExecutor threads;

        private final Duration heartbeat;

        private final Duration longest;

        private final int perUser;

        EventStreams(
                SimpleAsyncTaskExecutorBuilder threads,
                @Value("${shop.stream.heartbeat:15s}") Duration heartbeat,
                @Value("${shop.stream.longest:5m}") Duration longest,
                @Value("${shop.stream.per-user:20}") int perUser) {
            this.threads = threads.threadNamePrefix("stream-").build();
            this.heartbeat = heartbeat;
            this.longest = longest;
            this.perUser = perUser;
        }

        SseEmitter begin(LiveReader reader, Login login) {
            var client = new SseEmitter(longest.toMillis());
            client.onTimeout(client::complete);
            admit(client, login);
            try {
                threads.execute(() -> tell(reader, client));
            } catch (TaskRejectedException full) {
                open.remove(client);
                throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "Too many listen already.");
            }
            return client;
        }

        private synchronized void admit(SseEmitter client, Login login) {
            var others = open.values().stream().map(Login::user).filter(login.user()::equals);
            if (others.count() >= perUser) {
                throw new ResponseStatusException(HttpStatus.TOO_MANY_REQUESTS, "You listen too often already.");
            }
            open.put(client, login);
        }

        /** Whoever logs out, or logs in as somebody else, is told nothing more; the stream ends by its next heartbeat. */
        @EventListener
        void ended(SessionDestroyedEvent login) {
            open.values().removeIf(listener -> listener.session().equals(login.getId()));
        }

        @EventListener
        void changed(SessionIdChangedEvent login) {
            open.values().removeIf(listener -> listener.session().equals(login.getOldSessionId()));
        }

        /** Until the thread, the node, the login or the client is gone: a client that left is noticed by the next heartbeat. */
        private void tell(LiveReader reader, SseEmitter client) {
            try (reader) {
                var beginning = SseEmitter.event().reconnectTime(1_000);
                reader.place().ifPresent(place -> beginning.id(place.toString()));
                client.send(beginning);
                while (reader.end().isEmpty()) {
                    var news = reader.next(heartbeat);
                    if (!open.containsKey(client)) {
                        return;
                    }
                    tell(news, client);
                }
                client.send(frame("end", Map.of("reason", reader.end().orElseThrow())));
            } catch (IOException | IllegalStateException | ChatSessionsException cut) {
                // The client comes back with the last id that it saw, and is told what there is to tell.
            } finally {
                open.remove(client);
                client.complete();
            }
        }

        private static void tell(Replay read, SseEmitter client) throws IOException {
            if (read instanceof Replay.Missed missed) {
                // The client shows what GET …/messages says, and goes on from here.
                var gap = Map.<String, Object>of("reason", missed.gap().reason());
                client.send(frame("gap", gap).id(missed.gap().head().toString()));
                return;
            }
            var news = (Replay.Complete) read;
            if (news.events().isEmpty()) {
                client.send(SseEmitter.event().comment("still here"));
            }
            for (var event : news.events()) {
                client.send(
                        frame(event.kind(), fields(event)).id(news.after(event).toString()));
            }
        }

        private static SseEmitter.SseEventBuilder frame(String type, Map<String, Object> fields) {
            return SseEmitter.event().name(type).data(fields, MediaType.APPLICATION_JSON);
        }

        private static Map<String, Object> fields(LiveEvent event) {
            if (event instanceof ReplyDelta delta) {
                return Map.of("reply", delta.reply().toString(), "text", delta.text());
            }
            if (event instanceof ReplyFinished finished) {
                var text = finished.message().map(Message::text).orElse("");
                return Map.of("reply", finished.reply().toString(), "text", text, "reason", finished.reason());
            }
            if (event instanceof MessageAdded added) {
                return Map.of(
                        "role", added.message().role(), "text", added.message().text());
            }
            return Map.of();
        }
    }

    /** The library's failures as RFC 9457 tells them. */
    @RestControllerAdvice
    static final class Problems {

        private static final Map<Class<?>, HttpStatus> STATUSES = Map.of(
                ChatSessionsException.NotFound.class, HttpStatus.NOT_FOUND,
                ChatSessionsException.Gone.class, HttpStatus.GONE,
                ChatSessionsException.Conflict.class, HttpStatus.CONFLICT,
                ChatSessionsException.Invalid.class, HttpStatus.UNPROCESSABLE_CONTENT,
                ChatSessionsException.KeyReused.class, HttpStatus.UNPROCESSABLE_CONTENT,
                ChatSessionsException.TooLarge.class, HttpStatus.CONTENT_TOO_LARGE,
                ChatSessionsException.BudgetExceeded.class, HttpStatus.TOO_MANY_REQUESTS,
                ChatSessionsException.Unavailable.class, HttpStatus.SERVICE_UNAVAILABLE);

        @ExceptionHandler
        ProblemDetail problem(ChatSessionsException failure) {
            var status = STATUSES.getOrDefault(failure.getClass(), HttpStatus.INTERNAL_SERVER_ERROR);
            var problem = ProblemDetail.forStatusAndDetail(status, failure.getMessage());
            problem.setProperty("code", failure.code());
            return problem;
        }

        /** What the library's types refuse before anything is done, such as text with U+0000. */
        @ExceptionHandler
        ProblemDetail malformed(IllegalArgumentException failure) {
            return ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, failure.getMessage());
        }
    }

    /** Before the web server waits for its last requests: answers that have begun end, and streams say goodbye. */
    @Component
    record Leaving(SessionCore chat) {

        @EventListener(ContextClosedEvent.class)
        void leave() {
            chat.drain(Duration.ofSeconds(10));
            chat.close();
        }
    }

    /** Somebody's session cookie: who listens with it, listens as long as it is worth something. */
    record Login(String user, String session) {}

    // What comes in is checked as it comes in: a failure there is a 400, and one further on is ours.

    record Subject(String name) {
        Subject {
            ThreadStart.of(name);
        }
    }

    record Asked(String text) {
        Asked {
            Question.of(text);
        }
    }

    record Wanted(String item) {
        Wanted {
            NewMessage.assistant(item);
            if (item.length() > 100) {
                throw new IllegalArgumentException("item is longer than 100 characters");
            }
        }
    }

    record Created(String id) {
        static Created of(Object id) {
            return new Created(id.toString());
        }
    }

    record Said(String role, String text) {
        static Said of(Message message) {
            return new Said(message.role().name(), message.text());
        }
    }
}
