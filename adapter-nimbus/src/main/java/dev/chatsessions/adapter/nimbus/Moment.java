package dev.chatsessions.adapter.nimbus;

import com.nimbusds.jose.proc.SecurityContext;
import java.time.Instant;

/** When a token is verified. */
record Moment(Instant now) implements SecurityContext {}
