import { m } from "#messages";
import type { KNOWN_TAGS } from "./tags.ts";

const words: Readonly<Record<(typeof KNOWN_TAGS)[number], string>> = {
  x00100010: m.viewers_dicom_tag_patient(),
  x00100020: m.viewers_dicom_tag_patient_number(),
  x00100030: m.viewers_dicom_tag_born(),
  x00100040: m.viewers_dicom_tag_sex(),
  x00080020: m.viewers_dicom_tag_examination_date(),
  x00080021: m.viewers_dicom_tag_series_date(),
  x00080060: m.viewers_dicom_tag_modality(),
  x00080070: m.viewers_dicom_tag_maker(),
  x00081090: m.viewers_dicom_tag_model(),
  x00080080: m.viewers_dicom_tag_institution(),
  x00080090: m.viewers_dicom_tag_sender(),
  x00081030: m.viewers_dicom_tag_examination(),
  x0008103e: m.viewers_dicom_tag_series(),
  x00180015: m.viewers_dicom_tag_body_part(),
  x00180050: m.viewers_dicom_tag_slice_thickness(),
  x00180060: m.viewers_dicom_tag_tube_voltage(),
  x00180081: m.viewers_dicom_tag_echo_time(),
  x00180080: m.viewers_dicom_tag_repetition_time(),
  x00185100: m.viewers_dicom_tag_patient_position(),
  x00200011: m.viewers_dicom_tag_series_number(),
  x00200013: m.viewers_dicom_tag_picture_number(),
  x00201041: m.viewers_dicom_tag_slice_position(),
  x00280010: m.viewers_dicom_tag_rows(),
  x00280011: m.viewers_dicom_tag_columns(),
  x00280030: m.viewers_dicom_tag_pixel_distance(),
  x00281050: m.viewers_dicom_tag_window_centre(),
  x00281051: m.viewers_dicom_tag_window_width(),
  x00281052: m.viewers_dicom_tag_intercept(),
  x00281053: m.viewers_dicom_tag_slope(),
};

/** What an entry of a file's head is called, by its id (DICOM PS3.6); empty for one that readers do not ask for. */
export function tagWords(id: string): string {
  return Object.hasOwn(words, id) ? words[id as keyof typeof words] : "";
}
