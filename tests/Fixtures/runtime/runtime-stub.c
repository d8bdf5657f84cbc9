/* Stands in for LLVM's profile runtime where there is none for the target: what the compiler refers to, and the question that announces a module. */
#include <stdlib.h>

int __llvm_profile_runtime;
const char *profile_file_name;

__attribute__((constructor)) static void ask(void)
{
    profile_file_name = getenv("LLVM_PROFILE_FILE");
}
