import { notifyManager, QueryClient } from "@tanstack/solid-query";
import { porterError } from "./errors.ts";

// By default news wait for a timer of their own; a list that changes live should change in the same task.
notifyManager.setScheduler(queueMicrotask);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // The stream keeps the cache true, so an answer does not grow old by itself.
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 10 * 60_000,
      refetchOnWindowFocus: false,
      refetchOnReconnect: false,
      // `navigator.onLine` speaks of the internet; Porter is on this machine or in this house.
      networkMode: "always",
      retry: (failures, error) => porterError(error) === undefined && failures < 2,
      retryDelay: (attempt) => 300 * 2 ** attempt,
    },
  },
});
