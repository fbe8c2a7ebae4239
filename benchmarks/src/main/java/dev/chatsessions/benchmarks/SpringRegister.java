package dev.chatsessions.benchmarks;

import static java.util.Objects.requireNonNull;
import static org.springframework.session.FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Spring Session JDBC, as its own configuration sets it up. It lists all sessions of an owner at once, by no status and by
 * no label, and sweeps with one statement.
 */
final class SpringRegister implements Register, AutoCloseable {

    private static final String SESSIONS = """
            insert into spring_session (primary_id, session_id, creation_time, last_access_time, max_inactive_interval,
            expiry_time, principal_name)
            select id, id, used, used, %2$d, used + %2$d * 1000, owner from (
            select lpad(to_hex(n), 32, '0')::uuid::text as id, (extract(epoch from used_at) * 1000)::bigint as used, owner
            from (%1$s) as numbered) as made""";

    /** A text as Java serializes it. */
    private static final String ATTRIBUTES = """
            insert into spring_session_attributes (session_primary_id, attribute_name, attribute_bytes)
            select lpad(to_hex(n), 32, '0')::uuid::text, '%2$s',
            '\\xaced000574'::bytea || int2send(length(owner)::smallint) || convert_to(owner, 'UTF8')
            from (%1$s) as numbered""";

    private final Sql sql;

    private final JdbcIndexedSessionRepository sessions;

    SpringRegister(Place place) {
        sql = new Sql(place.pool());
        sql.run(schema());
        var transactions = new TransactionTemplate(new JdbcTransactionManager(place.pool()));
        transactions.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        sessions = new JdbcIndexedSessionRepository(new JdbcTemplate(place.pool()), transactions);
        sessions.setDefaultMaxInactiveInterval(EXPIRY);
        sessions.setCleanupCron("-");
        sessions.afterPropertiesSet();
    }

    private static String schema() {
        try (var file = requireNonNull(
                JdbcIndexedSessionRepository.class.getResourceAsStream("schema-postgresql.sql"), "the schema")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public String name() {
        return "Spring";
    }

    @Override
    public void fill(int count) {
        sql.run("truncate spring_session, spring_session_attributes");
        sql.run(SESSIONS.formatted(Register.numbered(count), EXPIRY.toSeconds()));
        sql.run(ATTRIBUTES.formatted(Register.numbered(count), PRINCIPAL_NAME_INDEX_NAME));
    }

    @Override
    public void create(int owner) {
        create(sessions, Register.owner(owner));
    }

    @Override
    public void find(int owner, UUID session) {
        sessions.findById(session.toString());
    }

    @Override
    public void touch(int owner, UUID session) {
        touch(sessions, session.toString());
    }

    /** The type of its sessions has no name that others may say. */
    private static <S extends Session> void create(SessionRepository<S> sessions, String owner) {
        var session = sessions.createSession();
        session.setAttribute(PRINCIPAL_NAME_INDEX_NAME, owner);
        sessions.save(session);
    }

    private static <S extends Session> void touch(SessionRepository<S> sessions, String id) {
        var session = requireNonNull(sessions.findById(id), "the session");
        session.setLastAccessedTime(Instant.now());
        sessions.save(session);
    }

    @Override
    public int active(int owner) {
        return sessions.findByPrincipalName(Register.owner(owner)).size();
    }

    @Override
    public int ofTrip(int owner) {
        return active(owner);
    }

    @Override
    public void sweep() {
        sessions.cleanUpExpiredSessions();
    }

    @Override
    public void close() {
        sessions.destroy();
    }
}
