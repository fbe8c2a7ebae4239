/**
 * LangChain4j on both sides of the product: an assistant on any of its streaming chat models, and its chat memory in our
 * threads. Uses the ports, LangChain4j and Jackson.
 */
package dev.chatsessions.adapter.langchain4j;
