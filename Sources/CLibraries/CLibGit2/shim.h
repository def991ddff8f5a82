#include <dlfcn.h>
#include <git2.h>
#include <git2/sys/repository.h>

// libgit2 is not linked, but opened when it is first needed: with the libraries that it brings along it would cost every
// start 1.5 to 2 ms, and few commands look at git. Here stands what is called of it, and each type is the header's own.
#define REV_GIT_FUNCTIONS(FUNCTION) \
  FUNCTION(git_attr_get_many) \
  FUNCTION(git_attr_value) \
  FUNCTION(git_blob_free) \
  FUNCTION(git_blob_lookup) \
  FUNCTION(git_blob_rawcontent) \
  FUNCTION(git_blob_rawsize) \
  FUNCTION(git_buf_dispose) \
  FUNCTION(git_commit_author) \
  FUNCTION(git_commit_free) \
  FUNCTION(git_commit_lookup) \
  FUNCTION(git_commit_parent_id) \
  FUNCTION(git_commit_parentcount) \
  FUNCTION(git_commit_summary) \
  FUNCTION(git_commit_time) \
  FUNCTION(git_commit_tree_id) \
  FUNCTION(git_config_add_file_ondisk) \
  FUNCTION(git_config_free) \
  FUNCTION(git_config_get_bool) \
  FUNCTION(git_config_get_string_buf) \
  FUNCTION(git_diff_options_init) \
  FUNCTION(git_error_last) \
  FUNCTION(git_filter_list_apply_to_buffer) \
  FUNCTION(git_filter_list_free) \
  FUNCTION(git_filter_list_load) \
  FUNCTION(git_index_free) \
  FUNCTION(git_index_get_bypath) \
  FUNCTION(git_libgit2_init) \
  FUNCTION(git_libgit2_opts) \
  FUNCTION(git_object_free) \
  FUNCTION(git_object_id) \
  FUNCTION(git_object_peel) \
  FUNCTION(git_odb_exists) \
  FUNCTION(git_odb_free) \
  FUNCTION(git_odb_read_header) \
  FUNCTION(git_patch_free) \
  FUNCTION(git_patch_from_buffers) \
  FUNCTION(git_patch_get_hunk) \
  FUNCTION(git_patch_get_line_in_hunk) \
  FUNCTION(git_patch_num_hunks) \
  FUNCTION(git_reference_free) \
  FUNCTION(git_reference_is_branch) \
  FUNCTION(git_reference_is_remote) \
  FUNCTION(git_reference_iterator_free) \
  FUNCTION(git_reference_iterator_new) \
  FUNCTION(git_reference_next) \
  FUNCTION(git_reference_peel) \
  FUNCTION(git_reference_shorthand) \
  FUNCTION(git_reference_type) \
  FUNCTION(git_reflog_entry_byindex) \
  FUNCTION(git_reflog_entry_id_new) \
  FUNCTION(git_reflog_entrycount) \
  FUNCTION(git_reflog_free) \
  FUNCTION(git_reflog_read) \
  FUNCTION(git_repository_commondir) \
  FUNCTION(git_repository_config) \
  FUNCTION(git_repository_free) \
  FUNCTION(git_repository_head) \
  FUNCTION(git_repository_head_detached) \
  FUNCTION(git_repository_index) \
  FUNCTION(git_repository_is_shallow) \
  FUNCTION(git_repository_odb) \
  FUNCTION(git_repository_open_ext) \
  FUNCTION(git_repository_path) \
  FUNCTION(git_repository_set_workdir) \
  FUNCTION(git_repository_workdir) \
  FUNCTION(git_revparse_single) \
  FUNCTION(git_tree_entry_byindex) \
  FUNCTION(git_tree_entry_bypath) \
  FUNCTION(git_tree_entry_filemode) \
  FUNCTION(git_tree_entry_free) \
  FUNCTION(git_tree_entry_id) \
  FUNCTION(git_tree_entry_name) \
  FUNCTION(git_tree_entrycount) \
  FUNCTION(git_tree_free) \
  FUNCTION(git_tree_lookup)

#define REV_GIT_FIELD(name) __typeof__(name) *_Nonnull name;
typedef struct rev_git { REV_GIT_FUNCTIONS(REV_GIT_FIELD) } rev_git;

#ifdef __APPLE__
#define REV_GIT_LIBRARY "libgit2." LIBGIT2_SOVERSION ".dylib"
#else
#define REV_GIT_LIBRARY "libgit2.so." LIBGIT2_SOVERSION
#endif

// Opens the library that these headers belong to, which stays open. Returns null and what is missing where that fails.
static inline const rev_git *_Nullable rev_git_open(const char *_Nullable *_Nonnull problem) {
  static rev_git functions;
  void *library = dlopen(REV_GIT_LIBRARY, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) {
    *problem = dlerror();
    return NULL;
  }
#define REV_GIT_FIND(name) \
  if ((functions.name = (__typeof__(name) *)dlsym(library, #name)) == NULL) { \
    *problem = #name; \
    return NULL; \
  }
  REV_GIT_FUNCTIONS(REV_GIT_FIND)
  return &functions;
}

// Swift cannot call functions with a variable number of arguments.
static inline int rev_git_set_extensions(
    const rev_git *_Nonnull git, const char *_Nonnull *_Nonnull extensions, size_t count) {
  return git->git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, count);
}

static inline int rev_git_search_path(const rev_git *_Nonnull git, int level, git_buf *_Nonnull path) {
  return git->git_libgit2_opts(GIT_OPT_GET_SEARCH_PATH, level, path);
}
