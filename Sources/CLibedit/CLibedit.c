#define _GNU_SOURCE
#include "Editor.h"

#include <errno.h>
#include <langinfo.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

line_editor *line_editor_of(EditLine *edit) {
    line_editor *editor = NULL;
    el_get(edit, EL_CLIENTDATA, &editor);
    return editor;
}

char *line_current_prompt(line_editor *editor) { return editor->search_prompt != NULL ? editor->search_prompt : editor->prompt; }

static char *prompt_of(EditLine *edit) {
    static char nothing[] = "";
    line_editor *editor = line_editor_of(edit);
    return editor->blank ? nothing : line_current_prompt(editor);
}

// MARK: Reading

static void enter_editing(void) {
    // Pastes are marked, and arrows come as those of a terminal in its usual mode: whoever ran before may have left it in another.
    fputs("\033[?2004h\033[?1l", stdout);
    fflush(stdout);
}

static void leave_editing(void) { fputs("\033[?2004l", stdout); }

// Brings the cursor below the entry.
static void move_below(line_editor *editor) {
    int columns = line_columns_told(editor);
    int down = line_place_of(editor, el_wline(editor->edit)->lastchar, columns).row - line_rows_above_cursor(editor, columns);
    for (; down > 0; down--) fputs("\n", stdout);
    fputs("\r\n", stdout);
}

// After a stop the terminal may be in any state, and what stood on it may be gone.
static void draw_again(line_editor *editor) {
    el_set(editor->edit, EL_PREP_TERM, 0);
    el_set(editor->edit, EL_PREP_TERM, 1);
    enter_editing();
    editor->unsized = 1;
    fputs("\r\033[J", stdout);
    el_set(editor->edit, EL_REFRESH);
}

static void stop_here(line_editor *editor) {
    move_below(editor);
    leave_editing();
    fflush(stdout);
    el_set(editor->edit, EL_PREP_TERM, 0);
    editor->callbacks.stop(editor->callbacks.context);
    draw_again(editor);
}

static void look_at_size(line_editor *editor) {
    int rows = 24;
    el_get(editor->edit, EL_GETTC, "li", &rows);
    if (editor->unsized || line_rows_needed(editor, line_columns_told(editor)) > rows) line_take_size(editor);
}

// Waits for a byte. 1: it is in `editor->bytes`, or has become nothing; else what read_character answers.
static int await_byte(line_editor *editor) {
    if (!editor->pasting) {
        look_at_size(editor);
        int waiting = 0;
        if (ioctl(STDIN_FILENO, FIONREAD, &waiting) < 0 || waiting == 0) line_draw_hints(editor);
    }
    int waited = editor->callbacks.wait(editor->callbacks.context);
    // A window of another size may have moved its rows: what is drawn anew wipes the hints away.
    if (waited == line_wait_resized) editor->hint_count = 0;
    line_wipe_hints(editor);
    switch (waited) {
    case line_wait_resized: line_take_size(editor); return 1;
    case line_wait_stopped: stop_here(editor); return 1;
    case line_wait_continued: draw_again(editor); return 1;
    case line_wait_cancelled:
        editor->cancelled = 1;
        errno = EINTR;
        return -1;
    case line_wait_ended: editor->ended = 1; return 0;
    default: break;
    }
    unsigned char byte;
    ssize_t count = read(STDIN_FILENO, &byte, 1);
    if (count == 0) return 0;
    if (count < 0) return errno == EINTR || errno == EAGAIN ? 1 : -1;
    editor->bytes_taken = 0;
    int waiting = 0;
    if (ioctl(STDIN_FILENO, FIONREAD, &waiting) < 0) waiting = 0;
    editor->byte_count = editor->callbacks.translate(editor->callbacks.context, byte, editor->pasting, waiting > 0, editor->bytes);
    return 1;
}

void line_give_ahead(line_editor *editor, const wchar_t *characters) {
    if (editor->ahead_taken == editor->ahead_count) editor->ahead_taken = editor->ahead_count = 0;
    for (; *characters != 0 && editor->ahead_count < (int)(sizeof editor->ahead / sizeof *editor->ahead); characters++)
        editor->ahead[editor->ahead_count++] = *characters;
}

// The next character of the terminal. Signals and resizes are noticed here, where it is safe to act on them.
static int next_character(line_editor *editor, wchar_t *out) {
    for (;;) {
        while (editor->bytes_taken == editor->byte_count) {
            int awaited = await_byte(editor);
            if (awaited != 1) return awaited;
        }
        char byte = (char)editor->bytes[editor->bytes_taken];
        int is_first = mbsinit(&editor->decoding);
        size_t used = mbrtowc(out, &byte, 1, &editor->decoding);
        if (used == (size_t)-1) {
            memset(&editor->decoding, 0, sizeof editor->decoding);
            *out = 0xFFFD;
            // The byte that does not go on with the last ones may begin anew.
            if (is_first) editor->bytes_taken++;
            return 1;
        }
        editor->bytes_taken++;
        if (used == (size_t)-2) continue;
        if (used == 0) *out = 0;
        return 1;
    }
}

static const wchar_t search_step[] = L"\033[94~", drawing[] = L"\033[93~";

// What the editor takes as typed.
static int read_character(EditLine *edit, wchar_t *out) {
    line_editor *editor = line_editor_of(edit);
    if (editor->preset != NULL) {
        wchar_t *text = line_wide(editor->preset);
        if (text != NULL) el_winsertstr(edit, text);
        free(text);
        free(editor->preset);
        editor->preset = NULL;
        line_give_ahead(editor, drawing);
    }
    if (editor->ahead_taken < editor->ahead_count) {
        *out = editor->ahead[editor->ahead_taken++];
        return 1;
    }
    int read = next_character(editor, out);
    if (read != 1 || !editor->searching) return read;
    // The search takes it, in a command of its own, so that what it changes is drawn.
    editor->search_character = (int)*out;
    line_give_ahead(editor, search_step);
    *out = editor->ahead[editor->ahead_taken++];
    return 1;
}

static void print_above(line_editor *editor, const char *text) {
    line_wipe_hints(editor);
    int rows = line_rows_above_cursor(editor, line_columns_told(editor));
    if (rows > 0) fprintf(stdout, "\033[%dA", rows);
    fprintf(stdout, "\r\033[J%s\n", text);
    fflush(stdout);
    el_set(editor->edit, EL_REFRESH);
}

void line_editor_print_above(line_editor *editor, const char *text) { print_above(editor, text); }

void line_editor_replace(line_editor *editor, const char *text, size_t cursor) {
    wchar_t *replacing = line_wide(text);
    if (replacing == NULL) return;
    // el_wline gives the editor's own line.
    LineInfoW *line = (LineInfoW *)el_wline(editor->edit);
    line->cursor = line->lastchar = line->buffer;
    el_winsertstr(editor->edit, replacing);
    free(replacing);
    // The characters behind the cursor begin with bytes that continue none.
    int behind = 0;
    for (const char *p = text; *p != 0; p++)
        if ((size_t)(p - text) >= cursor && ((unsigned char)*p & 0xC0) != 0x80) behind++;
    if (behind > 0) el_cursor(editor->edit, -behind);
}

void line_editor_set_search(line_editor *editor, const char *prompt) {
    free(editor->search_prompt);
    editor->search_prompt = prompt == NULL ? NULL : strdup(prompt);
}

void line_editor_insert(line_editor *editor, const char *text) {
    wchar_t *inserted = line_wide(text);
    if (inserted != NULL) el_winsertstr(editor->edit, inserted);
    free(inserted);
}

void line_editor_bind(line_editor *editor, const char *bytes, const char *command, int is_kept) {
    el_set(editor->edit, EL_BIND, bytes, command, NULL);
    if (!is_kept || editor->kept_count == (int)(sizeof editor->kept / sizeof *editor->kept)) return;
    char *key = strdup(bytes), *bound = strdup(command);
    if (key == NULL || bound == NULL) {
        free(key);
        free(bound);
        return;
    }
    editor->kept[editor->kept_count][0] = key;
    editor->kept[editor->kept_count++][1] = bound;
}

void line_editor_configure(line_editor *editor) {
    el_source(editor->edit, NULL);
    // After ~/.editrc, so that it cannot take safety away.
    for (int index = 0; index < editor->kept_count; index++) {
        el_set(editor->edit, EL_BIND, editor->kept[index][0], editor->kept[index][1], NULL);
    }
    el_set(editor->edit, EL_BIND, "\\e[99~", "ed-newline", NULL);
    el_set(editor->edit, EL_BIND, "\\e[94~", "mend-search-step", NULL);
    el_set(editor->edit, EL_BIND, "\\e[93~", "mend-draw", NULL);
}

line_editor *line_editor_open(const char *program, line_callbacks callbacks) {
    // Without a UTF-8 locale the editor drops every other byte in silence.
    setlocale(LC_CTYPE, "");
    if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
    line_editor *editor = calloc(1, sizeof *editor);
    if (editor == NULL) return NULL;
    editor->callbacks = callbacks;
    editor->prompt = strdup("");
    editor->edit = el_init(program, stdin, stdout, stderr);
    if (editor->edit == NULL || editor->prompt == NULL) {
        line_editor_close(editor);
        return NULL;
    }
    el_set(editor->edit, EL_CLIENTDATA, editor);
    el_set(editor->edit, EL_PROMPT_ESC, prompt_of, '\1');
    el_set(editor->edit, EL_EDITOR, "emacs");
    el_set(editor->edit, EL_GETCFN, read_character);
    // Tabs are counted in eight bits (terminal_move_to_char): the cursor would jump where the screen is wider.
    el_set(editor->edit, EL_SETTC, "pt", "no", NULL);
    line_add_commands(editor->edit);
    return editor;
}

void line_editor_close(line_editor *editor) {
    if (editor->edit != NULL) el_end(editor->edit);
    free(editor->prompt);
    free(editor->search_prompt);
    free(editor->preset);
    for (int index = 0; index < editor->kept_count; index++) {
        free(editor->kept[index][0]);
        free(editor->kept[index][1]);
    }
    free(editor);
}

void line_editor_preset(line_editor *editor, const char *text) {
    free(editor->preset);
    editor->preset = strdup(text);
}

int line_editor_read(line_editor *editor, const char *prompt, const char **text, size_t *length) {
    char *copy = strdup(prompt);
    if (copy == NULL) return line_failed;
    free(editor->prompt);
    editor->prompt = copy;
    editor->cancelled = editor->ended = 0;
    editor->pasting = editor->searching = 0;
    editor->ahead_count = editor->ahead_taken = 0;
    editor->byte_count = editor->bytes_taken = 0;
    line_editor_set_search(editor, NULL);
    // A line begins with the size that the terminal has, however small.
    editor->unsized = 1;
    memset(&editor->decoding, 0, sizeof editor->decoding);
    enter_editing();
    int count = 0;
    errno = 0;
    const char *line = el_gets(editor->edit, &count);
    if (line == NULL || count <= 0) {
        move_below(editor);
        leave_editing();
        fflush(stdout);
        return editor->cancelled ? line_cancelled : line_ended;
    }
    leave_editing();
    fflush(stdout);
    *text = line;
    *length = strlen(line);
    return line_accepted;
}
