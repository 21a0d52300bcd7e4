import Activity from "@lucide/svelte/icons/activity";
import FileHeart from "@lucide/svelte/icons/file-heart";
import FileText from "@lucide/svelte/icons/file-text";
import House from "@lucide/svelte/icons/house";
import IdCard from "@lucide/svelte/icons/id-card";
import Mail from "@lucide/svelte/icons/mail";
import Pill from "@lucide/svelte/icons/pill";
import ScanLine from "@lucide/svelte/icons/scan-line";
import Syringe from "@lucide/svelte/icons/syringe";
import TestTubeDiagonal from "@lucide/svelte/icons/test-tube-diagonal";
import type { Icon } from "./icon.ts";

const icons: Readonly<Record<string, Icon>> = {
  prescription: Pill,
  laboratory: TestTubeDiagonal,
  imaging: ScanLine,
  discharge: House,
  vaccination: Syringe,
  letter: Mail,
  cardiology: Activity,
  diary: FileHeart,
  profile: IdCard,
};

/** The picture of a kind of report; anything without its own is a page of text. */
export function reportIcon(type: string): Icon {
  return icons[type] ?? FileText;
}
