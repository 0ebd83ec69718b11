# The outside libraries, all Debian 12 packages (tools/setup installs them). Each is named by one
# module only, except fmt; docs/decisions says why each was taken.
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
find_package(ICU REQUIRED COMPONENTS uc i18n)
find_package(LibXml2 REQUIRED)
find_package(SQLite3 REQUIRED)
find_package(CURL REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(simdjson REQUIRED)
find_package(CLI11 REQUIRED)
find_package(Boost 1.81 REQUIRED)
foreach(package libzstd libbrotlidec libbrotlienc libxxhash libpsl libidn2)
  pkg_check_modules(${package} REQUIRED IMPORTED_TARGET ${package})
endforeach()
# These two ship no description for CMake or pkg-config.
foreach(library stemmer cld2)
  find_library(${library}_LIBRARY ${library} REQUIRED)
  add_library(${library} INTERFACE)
  target_link_libraries(${library} INTERFACE ${${library}_LIBRARY})
endforeach()
# libcld2 comes with small tables; libcld2_full holds nothing but larger ones (twice the languages)
# under the same names, and takes their place by being loaded first. No symbol of it is asked for, so
# a linker that drops unneeded libraries must be told to keep it.
find_library(cld2_full_LIBRARY cld2_full REQUIRED)
set_property(TARGET cld2 PROPERTY INTERFACE_LINK_LIBRARIES
  "-Wl,--push-state,--no-as-needed,${cld2_full_LIBRARY},${cld2_LIBRARY},--pop-state")
