/**
 * What users want done, in words of the host: records that outlive the conversations about them. Uses the root package and
 * session.
 */
package dev.chatsessions.request;
