# Run with cmake -P. Writes OUTPUT, a C++ source that holds the files of the page, which lie in DIR.
file(WRITE ${OUTPUT} "#include \"explore/assets.hpp\"\n\nnamespace siegert::explore::assets {\n")
foreach(asset IN ITEMS html css js)
  file(READ ${DIR}/explore.${asset} content)
  file(APPEND ${OUTPUT} "const std::string_view ${asset} = R\"~asset~(${content})~asset~\";\n")
endforeach()
file(APPEND ${OUTPUT} "}  // namespace siegert::explore::assets\n")
