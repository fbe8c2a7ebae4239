package dev.chatsessions.examples.worker;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * What an agent has said so far, between the agent, which adds to it, and the processor, which sends it away. Whatever the
 * agent cuts, what is to be sent is well-formed: half a pair waits for its other half. Thread-safe.
 */
final class Answer implements AgentOutput {

    /** More than the server takes; beyond that the rest is dropped, so that an agent gone wild cannot fill the memory. */
    private static final int LONGEST = 1 << 20;

    private static final char UNREADABLE = '\uFFFD';

    private final StringBuilder text = new StringBuilder();

    private int sent;

    private Optional<Character> half = Optional.empty();

    private Optional<String> status = Optional.empty();

    private String lastStatus = "";

    private final Map<String, PermissionAsk> permissions = new LinkedHashMap<>();

    private final Set<String> unasked = new LinkedHashSet<>();

    private int asked;

    private Optional<AgentEnd> end = Optional.empty();

    private Optional<String> failure = Optional.empty();

    private boolean unwanted;

    private long lastWord = System.nanoTime();

    @Override
    public synchronized void text(String more) {
        if (isOver()) {
            return;
        }
        lastWord = System.nanoTime();
        for (var index = 0; index < more.length() && text.length() < LONGEST; index++) {
            add(more.charAt(index));
        }
        notifyAll();
    }

    private void add(char next) {
        if (Character.isLowSurrogate(next) && half.isPresent()) {
            text.append(half.get().charValue()).append(next);
            half = Optional.empty();
            return;
        }
        half.ifPresent(lonely -> text.append(UNREADABLE));
        half = Optional.empty();
        if (Character.isHighSurrogate(next)) {
            half = Optional.of(next);
        } else {
            // Nobody can store U+0000.
            text.append(Character.isLowSurrogate(next) || next == 0 ? UNREADABLE : next);
        }
    }

    @Override
    public synchronized void status(String what) {
        lastWord = System.nanoTime();
        if (!what.isBlank() && !what.equals(lastStatus)) {
            lastStatus = what;
            status = Optional.of(what);
            notifyAll();
        }
    }

    @Override
    public synchronized void permission(PermissionAsk ask) {
        if (unwanted || isOver()) {
            ask.cancel();
            return;
        }
        var id = Integer.toString(++asked);
        permissions.put(id, ask);
        unasked.add(id);
        notifyAll();
    }

    /** What is to be asked of the user, or to be looked for again, by its number. */
    synchronized Map<String, PermissionAsk> takeUnasked() {
        var taken = new LinkedHashMap<>(permissions);
        taken.keySet().retainAll(unasked);
        unasked.clear();
        return taken;
    }

    /** What the user chose may have been missed. */
    synchronized void lookAgain() {
        unasked.addAll(permissions.keySet());
        notifyAll();
    }

    /** The user chose, or nobody will. */
    synchronized void chosen(String id, Optional<String> option) {
        lastWord = System.nanoTime();
        Optional.ofNullable(permissions.remove(id))
                .ifPresent(ask -> ask.chosen().complete(option));
    }

    synchronized boolean isAwaitingUser() {
        return !permissions.isEmpty();
    }

    /** The agent will say no more. */
    synchronized void ended(AgentEnd how) {
        if (!isOver()) {
            over();
            end = Optional.of(how);
        }
    }

    /** The agent will say no more, because something went wrong. */
    synchronized void failed(String why) {
        if (!isOver()) {
            over();
            failure = Optional.of(why);
        }
    }

    /** No more of it than was sent is taken; it is as long as any may be. */
    synchronized void cutOff() {
        over();
        text.setLength(sent);
        failure = Optional.empty();
        end = Optional.of(AgentEnd.of(AgentEnd.Reason.LENGTH));
    }

    /** Nobody wants more of it, and the agent is to end it. */
    synchronized void unwant() {
        unwanted = true;
        permissions.values().forEach(PermissionAsk::cancel);
        permissions.clear();
        notifyAll();
    }

    @Override
    public synchronized boolean isUnwanted() {
        return unwanted;
    }

    private void over() {
        half.ifPresent(lonely -> text.append(UNREADABLE));
        half = Optional.empty();
        notifyAll();
    }

    /**
     * Waits until there is something to send, though no text before {@code notBefore} unless it is {@code much}; until the
     * agent is done, or until {@code until}.
     */
    synchronized void await(long notBefore, int much, long until) throws InterruptedException {
        for (var now = System.nanoTime(); now < until; now = System.nanoTime()) {
            var waiting = text.length() - sent;
            if (isOver()
                    || status.isPresent()
                    || !unasked.isEmpty()
                    || waiting >= much
                    || waiting > 0 && now >= notBefore) {
                return;
            }
            var wake = waiting > 0 ? Math.min(notBefore, until) : until;
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(1, wake - now));
        }
    }

    /** The next piece to send, at most {@code most} long; empty where there is none. */
    synchronized String unsent(int most) {
        var until = Math.min(text.length(), sent + most);
        var cutsPair = until < text.length() && until > sent && Character.isHighSurrogate(text.charAt(until - 1));
        return text.substring(sent, cutsPair ? until - 1 : until);
    }

    synchronized int sent() {
        return sent;
    }

    /** The server has the text up to here, which may be less than it once said it had. */
    synchronized void sentTo(int offset) {
        if (offset < 0 || offset > text.length()) {
            throw new IllegalStateException("the server has more text than there is: " + offset);
        }
        sent = offset;
    }

    synchronized Optional<String> takeStatus() {
        var taken = status;
        status = Optional.empty();
        return taken;
    }

    synchronized boolean isOver() {
        return end.isPresent() || failure.isPresent();
    }

    synchronized boolean isEmpty() {
        return text.length() == 0;
    }

    synchronized Optional<AgentEnd> end() {
        return end;
    }

    synchronized Optional<String> failure() {
        return failure;
    }

    /** Since when nothing was said. */
    synchronized long lastWord() {
        return lastWord;
    }
}
