#define _GNU_SOURCE
#include "Editor.h"

#include <stdlib.h>
#include <string.h>

// A paste longer than this, in characters or in lines, is cut: a runbook is a file, not a paste.
enum { paste_limit = 1 << 20, paste_lines = 10000 };

static const wchar_t paste_end[] = L"\033[201~";

static void begin_line(EditLine *edit) { el_winsertstr(edit, L"\n    "); }

// Enter: runs what is complete, else begins another line.
static unsigned char on_enter(EditLine *edit, int key) {
    (void)key;
    line_editor *editor = line_editor_of(edit);
    const LineInfoW *line = el_wline(edit);
    char *text = line_utf8(line->buffer, line->lastchar);
    int complete = text == NULL || editor->callbacks.is_complete(editor->callbacks.context, text);
    free(text);
    if (!complete) {
        begin_line(edit);
        return CC_REFRESH;
    }
    // A newline from here would leave the cursor inside an entry of several lines; the editor's own moves below it.
    line_give_ahead(editor, L"\033[99~");
    return CC_NORM;
}

static unsigned char on_newline(EditLine *edit, int key) {
    (void)key;
    begin_line(edit);
    return CC_REFRESH;
}

// Ctrl-V: the next byte is a character, whatever key it is.
static unsigned char on_quote(EditLine *edit, int key) {
    (void)key;
    line_editor *editor = line_editor_of(edit);
    wchar_t text[2] = {0, 0};
    editor->pasting = 1;
    int read = el_wgetc(edit, text);
    editor->pasting = 0;
    if (read != 1) return CC_EOF;
    return text[0] != 0 && el_winsertstr(edit, text) == 0 ? CC_REFRESH : CC_ERROR;
}

// A paste goes into the line and waits there: only a person's Enter runs it.
static unsigned char on_paste(EditLine *edit, int key) {
    (void)key;
    wchar_t *text = malloc((paste_limit + 1) * sizeof *text);
    if (text == NULL) return CC_ERROR;
    size_t count = 0, end = sizeof paste_end / sizeof *paste_end - 1;
    line_editor *editor = line_editor_of(edit);
    int lines = 0;
    editor->pasting = 1;
    while (count < paste_limit && lines < paste_lines && el_wgetc(edit, &text[count]) == 1) {
        if (text[count] == L'\r' || text[count] == L'\n') lines++;
        count++;
        if (count >= end && wmemcmp(text + count - end, paste_end, end) == 0) {
            count -= end;
            break;
        }
    }
    editor->pasting = 0;
    if (editor->cancelled) {
        free(text);
        return CC_EOF;
    }
    for (size_t i = 0; i < count; i++) {
        if (text[i] == L'\r') text[i] = L'\n';
        if (text[i] == 0 || text[i] == 0x1B) text[i] = L' ';
        if (text[i] == L'\t') text[i] = L' ';
    }
    while (count > 0 && text[count - 1] == L'\n') count--;
    text[count] = 0;
    int failed = el_winsertstr(edit, text) < 0;
    free(text);
    return failed ? CC_ERROR : CC_REFRESH;
}

static unsigned char on_tab(EditLine *edit, int key) {
    (void)key;
    line_editor *editor = line_editor_of(edit);
    const LineInfoW *line = el_wline(edit);
    char *text = line_utf8(line->buffer, line->lastchar);
    char *before = line_utf8(line->buffer, line->cursor);
    int changed = 0;
    if (text != NULL && before != NULL) {
        changed = editor->callbacks.complete(editor->callbacks.context, editor, text, strlen(before));
    }
    free(text);
    free(before);
    return changed ? CC_REFRESH : CC_ERROR;
}

static unsigned char recall(EditLine *edit, int is_older) {
    line_editor *editor = line_editor_of(edit);
    const LineInfoW *line = el_wline(edit);
    char *text = line_utf8(line->buffer, line->lastchar), *before = line_utf8(line->buffer, line->cursor);
    int changed = 0;
    if (text != NULL && before != NULL) {
        changed = editor->callbacks.recall(editor->callbacks.context, editor, text, strlen(before), is_older);
    }
    free(text);
    free(before);
    return changed ? CC_REFRESH : CC_ERROR;
}

static unsigned char on_older(EditLine *edit, int key) {
    (void)key;
    return recall(edit, 1);
}

static unsigned char on_newer(EditLine *edit, int key) {
    (void)key;
    return recall(edit, 0);
}

static unsigned char move_to(EditLine *edit, const wchar_t *place) {
    el_cursor(edit, (int)(place - el_wline(edit)->cursor));
    return CC_CURSOR;
}

// Up and down move inside an entry of several lines first, then through the history.
static unsigned char on_up(EditLine *edit, int key) {
    (void)key;
    const LineInfoW *line = el_wline(edit);
    const wchar_t *start = line_start_of_line(line, line->cursor);
    if (start == line->buffer) return recall(edit, 1);
    const wchar_t *above = line_start_of_line(line, start - 1);
    ptrdiff_t column = line->cursor - start, length = start - 1 - above;
    return move_to(edit, above + (column < length ? column : length));
}

static unsigned char on_down(EditLine *edit, int key) {
    (void)key;
    const LineInfoW *line = el_wline(edit);
    const wchar_t *end = wmemchr(line->cursor, L'\n', (size_t)(line->lastchar - line->cursor));
    if (end == NULL) return recall(edit, 0);
    const wchar_t *below = end + 1, *last = wmemchr(below, L'\n', (size_t)(line->lastchar - below));
    ptrdiff_t column = line->cursor - line_start_of_line(line, line->cursor), length = (last == NULL ? line->lastchar : last) - below;
    return move_to(edit, below + (column < length ? column : length));
}

// To the beginning of the line; from there to that of the entry.
static unsigned char on_home(EditLine *edit, int key) {
    (void)key;
    const LineInfoW *line = el_wline(edit);
    const wchar_t *start = line_start_of_line(line, line->cursor);
    return move_to(edit, start == line->cursor ? line->buffer : start);
}

static unsigned char on_end(EditLine *edit, int key) {
    (void)key;
    const LineInfoW *line = el_wline(edit);
    const wchar_t *end = wmemchr(line->cursor, L'\n', (size_t)(line->lastchar - line->cursor));
    return move_to(edit, end == NULL || end == line->cursor ? line->lastchar : end);
}

// Hands a character to the search, -1 to begin it.
static unsigned char search(EditLine *edit, int character) {
    line_editor *editor = line_editor_of(edit);
    const LineInfoW *line = el_wline(edit);
    char *text = line_utf8(line->buffer, line->lastchar), *before = line_utf8(line->buffer, line->cursor);
    int answer = line_search_over;
    if (text != NULL && before != NULL) {
        answer = editor->callbacks.search(editor->callbacks.context, editor, character, text, strlen(before));
    }
    free(text);
    free(before);
    editor->searching = answer == line_search_goes_on;
    if (answer == line_search_over_with_key) {
        wchar_t typed[2] = {(wchar_t)character, 0};
        line_give_ahead(editor, typed);
    }
    return CC_REFRESH;
}

static unsigned char on_search(EditLine *edit, int key) {
    (void)key;
    return search(edit, -1);
}

static unsigned char on_search_step(EditLine *edit, int key) {
    (void)key;
    return search(edit, line_editor_of(edit)->search_character);
}

static unsigned char on_draw(EditLine *edit, int key) {
    (void)edit, (void)key;
    return CC_REFRESH;
}

// The commands that a key can be bound to beside the editor's own. Its own history is not used: its search writes behind the line's end where a
// word is taken into the pattern (ce_inc_search of 3.1-20221030), and takes what is typed for a regular expression.
void line_add_commands(EditLine *edit) {
    el_set(edit, EL_ADDFN, "mend-enter", "run the entry if it is complete", on_enter);
    el_set(edit, EL_ADDFN, "mend-newline", "begin another line", on_newline);
    el_set(edit, EL_ADDFN, "mend-paste", "insert a paste", on_paste);
    el_set(edit, EL_ADDFN, "mend-quote", "insert the next character as it is", on_quote);
    el_set(edit, EL_ADDFN, "mend-complete", "complete the word", on_tab);
    el_set(edit, EL_ADDFN, "mend-up", "line above, or history", on_up);
    el_set(edit, EL_ADDFN, "mend-down", "line below, or history", on_down);
    el_set(edit, EL_ADDFN, "mend-older", "older entry that begins so", on_older);
    el_set(edit, EL_ADDFN, "mend-newer", "newer entry that begins so", on_newer);
    el_set(edit, EL_ADDFN, "mend-home", "beginning of the line, then of the entry", on_home);
    el_set(edit, EL_ADDFN, "mend-end", "end of the line, then of the entry", on_end);
    el_set(edit, EL_ADDFN, "mend-search", "search older entries", on_search);
    el_set(edit, EL_ADDFN, "mend-search-step", "a character of the search", on_search_step);
    el_set(edit, EL_ADDFN, "mend-draw", "draw the entry", on_draw);
}
