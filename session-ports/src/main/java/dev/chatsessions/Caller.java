package dev.chatsessions;

import static java.util.Objects.requireNonNull;

import dev.chatsessions.identity.Permission;
import java.util.Set;

/**
 * On whose behalf a call runs. The host, or the HTTP adapter after it verified a credential, makes it; the library
 * trusts it.
 */
public sealed interface Caller {

    /** A text that names this caller and no other, stable over restarts; under it request keys are kept. */
    String key();

    /** Whether this caller may do this kind of thing at all; what it may do it to is decided elsewhere. */
    boolean may(Permission permission);

    /** The user, with everything that a user may. */
    static User user(UserId id) {
        return new User(id, Set.of(Permission.READ, Permission.WRITE));
    }

    /** The user, with everything that a user may. */
    static User user(String id) {
        return user(new UserId(id));
    }

    /** An operator under a name of the host's choice. */
    static Admin admin(String name) {
        return new Admin(name);
    }

    /** Somebody who owns sessions. */
    record User(UserId id, Set<Permission> permissions) implements Caller {
        public User {
            requireNonNull(id, "id");
            permissions = Set.copyOf(permissions);
        }

        @Override
        public String key() {
            return "user:" + id;
        }

        @Override
        public boolean may(Permission permission) {
            return permissions.contains(permission);
        }
    }

    /** A program that answers in the sessions assigned to it. */
    record Worker(WorkerId id) implements Caller {
        public Worker {
            requireNonNull(id, "id");
        }

        @Override
        public String key() {
            return "worker:" + id;
        }

        @Override
        public boolean may(Permission permission) {
            return permission != Permission.ADMINISTER;
        }
    }

    /** A device that delivers transcripts. */
    record Device(DeviceId id) implements Caller {
        public Device {
            requireNonNull(id, "id");
        }

        @Override
        public String key() {
            return "device:" + id;
        }

        @Override
        public boolean may(Permission permission) {
            return permission == Permission.WRITE;
        }
    }

    /** Somebody who was invited to one session and sees nothing else. */
    record SessionGuest(SessionId session, TokenId invitation, Set<Permission> permissions) implements Caller {
        public SessionGuest {
            requireNonNull(session, "session");
            requireNonNull(invitation, "invitation");
            permissions = Set.copyOf(permissions);
        }

        @Override
        public String key() {
            return "guest:" + invitation;
        }

        @Override
        public boolean may(Permission permission) {
            return permission != Permission.ADMINISTER && permissions.contains(permission);
        }
    }

    /** An operator: may list, stop, end and erase, and read totals, but no message text. */
    record Admin(String name) implements Caller {
        public Admin {
            Ids.name(name, 200);
        }

        @Override
        public String key() {
            return "admin:" + name;
        }

        @Override
        public boolean may(Permission permission) {
            return true;
        }
    }

    /** A part of the library itself, such as housekeeping; made by the core only. */
    record System(String part) implements Caller {
        public System {
            Ids.name(part, 64);
        }

        @Override
        public String key() {
            return "system:" + part;
        }

        @Override
        public boolean may(Permission permission) {
            return true;
        }
    }
}
