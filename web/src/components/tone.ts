/** What a colour means here; always accompanied by an icon and a word. */
export type Tone = "plain" | "accent" | "info" | "success" | "warning" | "danger";
