import { formatLocale } from "#lib/language.ts";
import { writtenDate } from "#lib/writtenDate.ts";
import { m } from "#messages";
import { all, isObject, isResource, one, text, type Json, type Resource } from "./fhirJson.ts";

/*
 * FHIR R4 data types in words (hl7.org/fhir/R4/datatypes.html). Each takes whatever the file holds and gives an empty
 * string for what is not there; nothing is guessed. Dates and numbers follow the page's language.
 */

/** "6.10" with the reader's decimal sign, and never a digit more or less than the file has. */
export function decimal(digits: string): string {
  if (!/^-?\d+(\.\d+)?$/.test(digits)) return digits;
  const after = digits.split(".")[1]?.length ?? 0;
  // The type of `format` does not know yet that it takes digits exactly (ECMA-402, 2023).
  const exact = digits as unknown as number;
  return new Intl.NumberFormat(formatLocale, { minimumFractionDigits: after, maximumFractionDigits: after }).format(
    exact,
  );
}

/** See `writtenDate`. */
export function date(value: Json | undefined): string {
  return typeof value === "string" ? writtenDate(value) : "";
}

export function period(value: Json | undefined): string {
  const [start, end] = [date(one(value, "start")), date(one(value, "end"))];
  if (start && end) return m.fhir_value_period({ start, end });
  return start ? m.fhir_value_period_from({ start }) : end ? m.fhir_value_period_until({ end }) : "";
}

/** What the author wrote for people; else the name of a code; else the code itself. */
export function concept(value: Json | undefined): string {
  if (typeof value === "string") return value;
  const written = text(value, "text");
  if (written) return written;
  const codings = all(value, "coding");
  const named = codings.find((coding) => text(coding, "display"));
  return named ? text(named, "display") : text(codings[0], "code");
}

/** "5.4 mmol/L", "< 0.5 g". Number and unit are held together by a no-break space. */
export function quantity(value: Json | undefined): string {
  const digits = text(value, "value");
  if (!digits) return "";
  const unit = text(value, "unit") || text(value, "code");
  const sign = text(value, "comparator");
  return `${sign ? `${sign}\u00a0` : ""}${decimal(digits)}${unit && unit !== "1" ? `\u00a0${unit}` : ""}`;
}

export function range(value: Json | undefined): string {
  const [low, high] = [quantity(one(value, "low")), quantity(one(value, "high"))];
  if (low && high) return `${low} – ${high}`;
  return low ? m.fhir_value_range_above({ low }) : high ? m.fhir_value_range_below({ high }) : "";
}

export function ratio(value: Json | undefined): string {
  const parts = [quantity(one(value, "numerator")), quantity(one(value, "denominator"))];
  return parts.every(Boolean) ? parts.join(" : ") : "";
}

export function humanName(value: Json | undefined): string {
  const written = text(value, "text");
  if (written) return written;
  const given = all(value, "given").filter((part) => typeof part === "string");
  return [...all(value, "prefix"), ...given, one(value, "family"), ...all(value, "suffix")]
    .filter((part) => typeof part === "string")
    .join(" ");
}

export function address(value: Json | undefined): string {
  const written = text(value, "text");
  if (written) return written;
  const lines = all(value, "line").filter((line) => typeof line === "string");
  const town = [text(value, "postalCode"), text(value, "city")].filter(Boolean).join(" ");
  return [...lines, town, text(value, "district"), text(value, "state"), text(value, "country")]
    .filter(Boolean)
    .join(", ");
}

/** Some write it as a link: it is to be read. */
export function contact(value: Json | undefined): string {
  return text(value, "value").replace(/^(tel|mailto):/i, "");
}

/** What a language is called where only its code is given (BCP 47). */
export function languageName(value: Json | undefined): string {
  const written = concept(value);
  if (!/^[a-z]{2,3}(-[a-z0-9]+)*$/i.test(written)) return written;
  try {
    return new Intl.DisplayNames([formatLocale], { type: "language" }).of(written) ?? written;
  } catch {
    return written;
  }
}

export function identifier(value: Json | undefined): string {
  const kind = concept(one(value, "type"));
  return [kind, text(value, "value")].filter(Boolean).join(" ");
}

export function annotation(value: Json | undefined): string {
  return text(value, "text");
}

/** Finds a resource that another one points to: inside it (#id), or elsewhere in the same bundle. */
export type Resolve = (reference: Json | undefined) => Resource | undefined;

/** Whom or what a reference means: its own words, else what it points to, else the pointer itself. */
export function reference(value: Json | undefined, resolve: Resolve): string {
  const written = text(value, "display");
  if (written) return written;
  const target = resolve(value);
  if (target) return nameOf(target) || text(value, "reference");
  return text(value, "reference") || identifier(one(value, "identifier"));
}

/** What a resource is called: a person's name, a code, a title. */
export function nameOf(resource: Resource): string {
  const name = one(resource, "name");
  return (
    (typeof name === "string" ? name : humanName(name)) ||
    concept(one(resource, "code")) ||
    concept(one(resource, "vaccineCode")) ||
    concept(one(resource, "medicationCodeableConcept")) ||
    text(resource, "title") ||
    concept(one(resource, "type"))
  );
}

/** The value of a choice element such as `value[x]` or `onset[x]`, whichever type it took. */
export function choice(from: Json | undefined, stem: string, resolve: Resolve): string {
  if (!isObject(from)) return "";
  const found = Object.entries(from).find(([name]) => name.startsWith(stem) && /^[A-Z]/.test(name.slice(stem.length)));
  if (!found) return "";
  const [name, value] = found;
  switch (name.slice(stem.length)) {
    case "Quantity":
    case "Age":
    case "Duration":
      return quantity(value);
    case "CodeableConcept":
      return concept(value);
    case "DateTime":
    case "Date":
    case "Instant":
      return date(value);
    case "Period":
      return period(value);
    case "Range":
      return range(value);
    case "Ratio":
      return ratio(value);
    case "Reference":
      return reference(value, resolve);
    case "Decimal":
    case "Integer":
      return typeof value === "string" ? decimal(value) : "";
    case "Boolean":
      return value === true ? m.fhir_value_yes() : value === false ? m.fhir_value_no() : "";
    case "String":
    case "Time":
      return typeof value === "string" ? value : "";
    default:
      return "";
  }
}

/** Looks inside the resource and through the bundle's entries, by full URL and by "Type/id". */
export function resolver(bundle: Resource | undefined, within: Resource): Resolve {
  return (value) => {
    const pointer = text(value, "reference");
    if (!pointer) return undefined;
    if (pointer.startsWith("#")) {
      return all(within, "contained")
        .filter(isResource)
        .find((resource) => text(resource, "id") === pointer.slice(1));
    }
    for (const entry of all(bundle, "entry")) {
      const resource = one(entry, "resource");
      if (!isResource(resource)) continue;
      const known = [text(entry, "fullUrl"), `${resource.resourceType}/${text(resource, "id")}`];
      if (known.includes(pointer)) return resource;
    }
    return undefined;
  };
}
