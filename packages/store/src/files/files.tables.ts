export interface FilesTables {
  show_files: {
    id: string
    show_id: string
    sha256: string
    name: string
    mime: string
    size_bytes: number
    created_by: string
    created_at_ms: number
  }
}
