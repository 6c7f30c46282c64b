-- The words of the index of events, to find what a misspelt one may have meant.
CREATE VIRTUAL TABLE `calendar_items_words` USING fts5vocab(`calendar_items_fts`, 'row');
