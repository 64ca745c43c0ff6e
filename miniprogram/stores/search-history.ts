import { MAX_SEARCH_LENGTH } from '../contract/catalogue';
import { readStored, store as keep } from '../platform/storage';
import { createStore } from './observable';

/** What was searched for on this phone, newest first. It never leaves the phone. */
export type SearchHistory = readonly string[];

export type SearchHistoryEvent =
  { readonly kind: 'searched'; readonly text: string } | { readonly kind: 'cleared' };

/** Two rows of words on a narrow phone. */
const MAX_WORDS = 12;

/** What is sent of what was typed: single spaces, none at the ends, not longer than the server takes. */
export function tidySearch(text: string): string {
  return text.trim().replace(/\s+/g, ' ').slice(0, MAX_SEARCH_LENGTH);
}

/** The history after an event. */
export function reduceHistory(history: SearchHistory, event: SearchHistoryEvent): SearchHistory {
  switch (event.kind) {
    case 'cleared':
      return [];
    case 'searched': {
      const text = tidySearch(event.text);
      if (text === '') return history;
      return [text, ...history.filter((word) => word !== text)].slice(0, MAX_WORDS);
    }
  }
}

/** A stored history, or null for anything that is none. */
export function parseHistory(stored: unknown): SearchHistory | null {
  if (!Array.isArray(stored)) return null;
  return stored.filter((word): word is string => typeof word === 'string' && word !== '').slice(0, MAX_WORDS);
}

const KEY = 'search-history/1';

/** The one history of this phone. */
export const searchHistory = createStore<SearchHistory, SearchHistoryEvent>(
  readStored(KEY, parseHistory) ?? [],
  reduceHistory,
);

searchHistory.subscribe((words) => keep(KEY, words));
